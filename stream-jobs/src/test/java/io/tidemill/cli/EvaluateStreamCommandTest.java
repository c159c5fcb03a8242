package io.tidemill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluateStreamCommandTest extends OfflineFixture {

  @Test
  void printsHowGoodTheAnswersWereBesideTheNaiveOnes() {
    TestingTerminal terminal = done("evaluate", "stream", kinds, "--data", points);
    List<String> out = terminal.out().lines().toList();
    assertThat(out.get(0)).matches("events +200");
    assertThat(out).anyMatch(line -> line.matches("accuracy +0\\.\\d{4}"));
    assertThat(out).anyMatch(line -> line.matches("kappaTemporal +-?0\\.\\d{4}"));
    assertThat(out).anyMatch(line -> line.matches("accuracyMajority +0\\.\\d{4}"));
    assertThat(out).anyMatch(line -> line.startsWith("eventsPerSecond"));
    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void withJsonItPrintsOneObjectAndWithOutEveryAnswer() throws IOException {
    Path answers = folder.resolve("new/answers.csv");
    TestingTerminal terminal =
        done("evaluate", "stream", kinds, "--data", points, "--json", "--out", answers);
    JsonNode metrics = new ObjectMapper().readTree(terminal.out());
    assertThat(metrics.get("labelled").intValue()).isEqualTo(200);
    assertThat(metrics.get("accuracy").doubleValue()).isGreaterThan(0.6);
    assertThat(terminal.errLines()).containsExactly("answers written to " + answers);
    List<String> lines = Files.readAllLines(answers);
    assertThat(lines).hasSize(201);
    assertThat(lines.get(0)).isEqualTo("key,time,actual,predicted,p(low),p(high)");
    assertThat(lines.get(1)).matches("all,0,(low|high),(low|high),0\\.\\d+,0\\.\\d+");
  }

  @Test
  void aLeaguePlaysTogetherOrItsOwnModelAlone() throws IOException {
    String league = "league: {first-round: 50, keep: 1}\n";
    String many = write("many.yaml", Files.readString(Path.of(kinds)) + league);
    TestingTerminal terminal = done("evaluate", "stream", many, "--data", points);
    assertThat(terminal.out().lines())
        .anyMatch(line -> line.matches("candidate own +0\\.\\d{4} accuracy.*"))
        .anyMatch(line -> line.matches("candidate memory +0\\.\\d{4} accuracy.*"));
    JsonNode metrics = json("evaluate", "stream", many, "--data", points, "--json");
    assertThat(metrics.at("/league/candidates/0/name").textValue()).isEqualTo("own");
    assertThat(metrics.at("/league/leader").isTextual()).isTrue();
    assertThat(metrics.at("/league/decisions").isArray()).isTrue();

    JsonNode alone = json("evaluate", "stream", many, "--data", points, "--json", "--alone");
    assertThat(alone.has("league")).isFalse();
    assertThat(alone.get("logLoss")).isEqualTo(metrics.at("/league/candidates/0/logLoss"));
    assertThat(alone.get("logLoss")).isNotEqualTo(metrics.get("logLoss"));
  }

  private JsonNode json(Object... arguments) throws IOException {
    return new ObjectMapper().readTree(done(arguments).out());
  }

  @Test
  void forecastsAreJudgedOverTheRowsThatAreNamed() throws IOException {
    TestingTerminal terminal =
        done(
            "evaluate",
            "stream",
            levels,
            "--data",
            swing,
            "--judge",
            "60:100",
            "--unit-rows",
            "60",
            "--json");
    JsonNode metrics = new ObjectMapper().readTree(terminal.out());
    assertThat(metrics.get("judged").intValue()).isEqualTo(40);
    assertThat(metrics.get("mae").doubleValue()).isPositive();
    assertThat(metrics.get("mseInDeviations").doubleValue()).isPositive();
  }

  @Test
  void theSeedIsThatOfTheCommand() {
    String first = accuracy("--seed", "5");
    assertThat(accuracy("--seed", "5")).isEqualTo(first);
    assertThat(accuracy("--seed", "6")).isNotEqualTo(first);
  }

  private String accuracy(Object... seed) {
    TestingTerminal terminal =
        done("evaluate", "stream", kinds, "--data", points, seed[0], seed[1]);
    return terminal.out().lines().filter(line -> line.startsWith("logLoss")).toList().toString();
  }

  /** Rows without a time are numbered on from file to file: two halves are the whole. */
  @Test
  void filesGoOnWhereTheOneBeforeEnds() throws IOException {
    List<String> lines = Files.readAllLines(Path.of(points));
    String header = lines.get(0) + "\n";
    String first = write("1.csv", header + String.join("\n", lines.subList(1, 90)) + "\n");
    String second = write("2.csv", header + String.join("\n", lines.subList(90, 201)) + "\n");
    Path whole = folder.resolve("whole.csv");
    Path halves = folder.resolve("halves.csv");
    done("evaluate", "stream", kinds, "--data", points, "--out", whole);
    done("evaluate", "stream", kinds, "--data", first, second, "--out", halves);
    assertThat(Files.readString(halves)).isEqualTo(Files.readString(whole));
  }

  @Test
  void refusesWhatItCannotJudge() throws IOException {
    String parts = write("parts.yaml", PARTS);
    assertRefused("no stream says how good its answers are", "evaluate", "stream", parts, points);
    assertRefused("is a folder: name CSV or NDJSON files", "evaluate", "stream", kinds, folder);
    assertRefused("no such file", "evaluate", "stream", kinds, folder.resolve("none.csv"));
  }

  private static void assertRefused(
      String reason, String command, String what, String pipeline, Object data) {
    TestingTerminal terminal = new TestingTerminal();
    int code = terminal.run(command, what, pipeline, "--data", data.toString());
    assertThat(code).as(terminal.err()).isEqualTo(1);
    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.errLines())
        .singleElement()
        .asString()
        .startsWith("tidemill evaluate stream: ")
        .contains(reason);
  }

  @Test
  void refusesRowsThatAreNone() {
    assertUsage(
        "--judge is '9': want rows such as 864:1440",
        "evaluate",
        "stream",
        kinds,
        "--data",
        points,
        "--judge",
        "9");
    assertUsage("rows 9 to 5", "evaluate", "stream", kinds, "--data", points, "--judge", "9:5");
    assertUsage("name a command, such as stream", "evaluate");
  }

  @Test
  void whatIsWrittenMayStandForAClass() throws IOException {
    String words =
        write(
            "words.yaml",
            """
            name: words
            events: {topic: t, format: csv, csv: {columns: [service, bytes, label]}, key: {constant: all}, time: {every: 1s, start: "2000-01-01T00:00:00Z"}}
            features: [symbol: service, quantile: bytes]
            model: {task: classify, label: label, classes: {normal: good, "*": bad}, layers: [dense]}
            learn: {batch: 8, fresh: 1, replay: 100, optimizer: {adam: {rate: 0.05}}}
            """);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      rows.append(
          i % 2 == 0 ? "http,5,normal\n" : "odd,7," + (i % 4 == 1 ? "smurf" : "neptune") + "\n");
    }
    TestingTerminal terminal =
        done("evaluate", "stream", words, "--data", write("words.csv", rows.toString()), "--json");
    JsonNode metrics = new ObjectMapper().readTree(terminal.out());
    assertThat(metrics.get("labelled").intValue()).isEqualTo(200);
    assertThat(metrics.get("accuracy").doubleValue()).isGreaterThan(0.9);
    assertThat(metrics.get("accuracyNoChange").doubleValue()).isZero();
  }
}

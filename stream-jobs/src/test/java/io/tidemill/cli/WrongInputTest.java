package io.tidemill.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code run} and {@code demo} refuse before Kafka and Flink start. */
class WrongInputTest {
  private static final String PIPELINE =
      """
      name: tanks
      events:
        topic: levels
        format: csv
        csv: {columns: [tank, at, level]}
        key: tank
        time: {field: at, format: epoch-ms}
      features:
        - number: level
      model: {target: level, layers: [dense]}
      """;

  @TempDir private Path folder;

  private final TestingTerminal terminal = new TestingTerminal();
  private String pipeline = "";
  private String rows = "";

  @BeforeEach
  void writeAPipelineAndRowsForIt() throws IOException {
    pipeline = write("tanks.yaml", PIPELINE);
    rows = write("rows.csv", "tank,at,level\na,1,0.5\n");
  }

  @Test
  void wrongUsageIsTwoLines() {
    assertUsage("Missing required parameter: 'PIPELINE.yaml'", "run");
    assertUsage("nothing feeds the pipeline: name a broker with --kafka, a file", "run", pipeline);
    assertUsage("Unknown option: '--fast'", "run", pipeline, "--fast");
    assertUsage("Missing required parameter for option '--replay'", "run", pipeline, "--replay");
    assertUsage("--speed is 0: must be max, or a number", replay(rows, "--speed", "0"));
    assertUsage("--speed is fast: must be max, or", replay(rows, "--speed", "fast"));
    assertUsage("--speed is NaN: must be max, or", replay(rows, "--speed", "NaN"));
    assertUsage("--parallelism is 0: must be 1 to 1024", replay(rows, "--parallelism", "0"));
    assertUsage("'here' is no address of a Kafka broker", "run", pipeline, "--kafka", "here");

    assertUsage("name one of list, show, diff, promote, pin", "models", pipeline);
    assertUsage("--until is 'soon': give a time as", forget("--until", "soon", "--why", "x"));
    assertUsage("Missing required option: '--why=TEXT'", forget());

    assertUsage("Missing required options: '--from=TIME'", "replay", pipeline);
    assertUsage("'soon' is no time such as", again("--from", "soon"));
    assertUsage(
        "is not before --to 2026-11-17T00", again("--from", "2026-11-17", "--to", "2026-11-17"));
    assertUsage("not both", again("--from", "2026-11-17", "--out", "x", "--topic", "y"));
    assertUsage("--topic is 'a b': take 1 to 200", again("--from", "2026-11-17", "--topic", "a b"));
    assertUsage(
        "--topic is the pipeline's own name", again("--from", "2026-11-17", "--topic", "tanks"));

    assertUsage("--rate is 0: must be 1 to 1000000", "demo", "--rate", "0");
    assertUsage("'many' is not an int", "demo", "--rate", "many");
    assertUsage("--stations is -1: must be 1 to", "demo", "--stations", "-1");
    assertUsage("'0s' is no duration above 0 such as", "demo", "--duration", "0s");
    assertUsage("--parallelism is 5000: must be", "demo", "--parallelism", "5000");
    assertUsage("'' is no address of a Kafka broker", "demo", "--kafka", "");
    assertUsage("Unmatched argument at index 1: 'again'", "demo", "again");
  }

  @Test
  void aPipelineThatIsMissingIsNamed() {
    assertRefused("no.yaml: no such file", "run", "no.yaml", "--replay", rows);
    assertRefused(folder + ": is a folder", "run", folder.toString(), "--replay", rows);
  }

  @Test
  void allProblemsOfAPipelineAreListedWithTheirPlaces() throws IOException {
    String wrong =
        write(
            "wrong.yaml",
            PIPELINE
                .replace("key: tank", "keys: tank")
                .replace("epoch-ms", "epoch-hours")
                .replace("target: level", "target: levels"));

    assertThat(terminal.run("run", wrong, "--replay", rows)).isEqualTo(1);

    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.errLines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith(wrong + ":3:3: events: 'key' is missing"),
            line -> assertThat(line).startsWith(wrong + ":6:3: events: unknown key 'keys'"),
            line -> assertThat(line).startsWith(wrong + ":7:29: events.time.format: unknown"),
            line -> assertThat(line).startsWith(wrong + ":10:17: model.target: unknown number"));
  }

  @Test
  void aReplayThatCannotBeginIsRefused() throws IOException {
    assertRefused("no.csv: no such file", replay(folder.resolve("no.csv").toString()));
    assertRefused(folder + ": is no file", replay(folder.toString()));
    assertRefused("the name must end in .csv,", replay(write("rows.parquet", "PAR1")));
    assertRefused("the file is empty", replay(write("empty.csv", "")));
    assertRefused("no rows to play", replay(write("header.csv", "tank,at,level\n")));
    assertRefused("the first row is no header", replay(write("other.csv", "a;1;0.5\n")));
    assertRefused("must say format: json", replay(write("rows.ndjson", "{}")));
  }

  @Test
  void aDamagedFileIsRefused() throws IOException {
    byte[] zipped = zipped("tank,at,level\n" + "a,1,0.5\n".repeat(100));
    Path unzipped = Files.writeString(folder.resolve("unzipped.csv.gz"), "tank,at,level\n");
    Path cut = Files.write(folder.resolve("cut.csv.gz"), Arrays.copyOf(zipped, 20));
    byte[] flipped = zipped.clone();
    flipped[15] ^= 0x55;
    Path changed = Files.write(folder.resolve("changed.csv.gz"), flipped);

    assertRefused("was not written by gzip", replay(unzipped.toString()));
    assertRefused("is the file whole?", replay(cut.toString()));
    assertRefused("is the file whole?", replay(changed.toString()));
  }

  @Test
  void aBrokerThatIsNotThereIsSaidAtOnce() throws IOException {
    String nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = "127.0.0.1:" + socket.getLocalPort();
    }

    assertRefused(
        "no Kafka broker can be reached (" + nobody + ": Connection refused): start it, or",
        "run",
        pipeline,
        "--kafka",
        nobody);
    assertRefused("no Kafka broker can be reached", "demo", "--kafka", nobody);
    assertRefused(
        "no Kafka broker can be reached", again("--from", "2026-11-17", "--kafka", nobody));
  }

  @Test
  void aFolderForTheRunMustBeEmptyOrNew() {
    assertRefused("is not empty: name a folder for this run", "demo", "--dir", folder.toString());
    assertRefused(rows + " is no folder", "demo", "--dir", rows);
    assertRefused("cannot be made", replay(rows, "--dir", rows + "/in-a-file"));
  }

  private String[] forget(String... options) {
    String[] arguments = {"forget", pipeline, "--key", "a"};
    String[] all = Arrays.copyOf(arguments, arguments.length + options.length);
    System.arraycopy(options, 0, all, arguments.length, options.length);
    return all;
  }

  private void assertUsage(String reason, String... arguments) {
    TestingTerminal terminal = new TestingTerminal();

    assertThat(terminal.run(arguments)).as(terminal.err()).isEqualTo(2);

    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.errLines()).hasSize(2);
    assertThat(terminal.errLines().get(0))
        .startsWith("tidemill " + arguments[0] + ": ")
        .contains(reason);
    assertThat(terminal.errLines().get(1))
        .isEqualTo("'tidemill " + arguments[0] + " --help' tells more.");
  }

  private static void assertRefused(String reason, String... arguments) {
    TestingTerminal terminal = new TestingTerminal();

    assertThat(terminal.run(arguments)).as(terminal.err()).isEqualTo(1);

    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.errLines()).singleElement().asString().contains(reason);
  }

  private String[] again(String... more) {
    String[] arguments =
        Arrays.copyOf(new String[] {"replay", pipeline, "--model", "1.1"}, 4 + more.length);
    System.arraycopy(more, 0, arguments, 4, more.length);
    return arguments;
  }

  private String[] replay(String file, String... more) {
    String[] arguments =
        Arrays.copyOf(new String[] {"run", pipeline, "--replay", file}, 4 + more.length);
    System.arraycopy(more, 0, arguments, 4, more.length);
    return arguments;
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}

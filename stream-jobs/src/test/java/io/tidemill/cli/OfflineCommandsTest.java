package io.tidemill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code train}, {@code predict} and {@code explain} from the command line to what they print. */
class OfflineCommandsTest extends OfflineFixture {
  @Test
  void trainPrintsItsMetricsOnStandardOutputAndAllElseBeside() throws IOException {
    Path model = folder.resolve("levels.model");
    TestingTerminal terminal =
        done("train", levels, "--data", swing, "--test", "0.2", "--epochs", "2", "--out", model);

    List<String> out = terminal.out().lines().toList();
    assertThat(out.get(0)).matches(" +validation +test");
    assertThat(out.get(1)).matches("examples +9 +23"); // of 10 and 24 rows: the last has no outcome
    assertThat(out).anyMatch(line -> line.matches("MAE of the last value +[0-9.]+ +[0-9.]+"));
    assertThat(terminal.errLines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .matches("levels: 86 rows to learn, 10 to validate, 24 to test; .* parameters"),
            line ->
                assertThat(line).matches("epoch 1/2  loss [0-9.]+  validation [0-9.]+ \\*  .* s"),
            line -> assertThat(line).startsWith("epoch 2/2  loss "),
            line -> assertThat(line).isEqualTo("model written to " + model));
    assertThat(model).isNotEmptyFile();
  }

  @Test
  void withJsonThereIsOneObjectOnStandardOutputAndNothingElse() throws IOException {
    Path model = folder.resolve("kinds.model");
    TestingTerminal train =
        done("train", kinds, "--data", points, "--epochs", "6", "--out", model, "--json");

    JsonNode metrics = json(train);
    assertThat(metrics.get("validation").get("examples").intValue()).isEqualTo(20);
    assertThat(metrics.get("validation").get("accuracy").doubleValue()).isGreaterThan(0.8);

    TestingTerminal predict = done("predict", kinds, "--model", model, "--data", points, "--json");

    assertThat(predict.err()).isEmpty();
    assertThat(json(predict).get("data").get("examples").intValue()).isEqualTo(200);
    assertThat(json(predict).get("data").get("accuracy").doubleValue()).isGreaterThan(0.8);
  }

  @Test
  void predictWritesEveryAnswer() throws IOException {
    String model = trained(kinds, points);
    Path answers = folder.resolve("new/answers.csv");

    TestingTerminal terminal =
        done("predict", kinds, "--model", model, "--data", points, "--out", answers);

    assertThat(terminal.out()).contains("accuracy").contains("confusion: a row for each class");
    assertThat(terminal.errLines()).containsExactly("answers written to " + answers);
    List<String> lines = Files.readAllLines(answers);
    assertThat(lines).hasSize(201);
    assertThat(lines.get(0)).isEqualTo("key,time,kind,p(low),p(high)");
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      double low = Double.parseDouble(cells[3]);
      double high = Double.parseDouble(cells[4]);
      assertThat(low + high).isCloseTo(1, within(1e-6));
      assertThat(cells[2]).isEqualTo(low >= high ? "low" : "high");
    }
  }

  @Test
  void predictForecastsInTheUnitsOfTheTarget() throws IOException {
    String model = trained(levels, swing);
    Path answers = folder.resolve("answers.csv");

    done("predict", levels, "--model", model, "--data", swing, "--out", answers);

    List<String> lines = Files.readAllLines(answers);
    assertThat(lines.get(0)).isEqualTo("key,time,level+1");
    assertThat(lines).hasSize(121);
    assertThat(lines.subList(1, 121))
        .allSatisfy(
            line -> assertThat(Double.parseDouble(line.split(",")[2])).isBetween(900.0, 1100.0));
  }

  @Test
  void predictJudgesScoresByMarks() throws IOException {
    String parts = write("parts.yaml", PARTS);
    String rows = write("parts.csv", marked(100));
    String model = trained(parts, rows);

    TestingTerminal terminal =
        done("predict", parts, "--model", model, "--data", rows, "--mark", "odd", "--json");

    assertThat(json(terminal).get("data").get("share that is marked").doubleValue()).isEqualTo(0.1);
    assertThat(json(terminal).get("data").get("ROC AUC").doubleValue()).isGreaterThan(0.9);
  }

  @Test
  void aLighterModelIsJudgedAsItIsReadFromItsFile() throws IOException {
    String test = write("test.csv", points(300, 2));
    for (String precision : List.of("int8", "bfloat16")) {
      Path model = folder.resolve(precision + ".model");
      TestingTerminal train =
          done(
              "train",
              kinds,
              "--data",
              points,
              "--test",
              test,
              "--epochs",
              "2",
              "--out",
              model,
              "--precision",
              precision,
              "--json");
      TestingTerminal predict = done("predict", kinds, "--model", model, "--data", test, "--json");

      assertThat(json(train).get(precision)).isEqualTo(json(predict).get("data"));
      assertThat(json(train).get(precision)).isNotEqualTo(json(train).get("test"));
    }
  }

  @Test
  void explainSharesAnAnswerOutAmongInputsAndRows() throws IOException {
    String model = trained(levels, swing);

    TestingTerminal terminal =
        done("explain", levels, "--model", model, "--data", swing, "--row", "50", "--top", "3");

    List<String> out = terminal.out().lines().toList();
    assertThat(terminal.err()).isEmpty();
    assertThat(out).hasSize(6);
    assertThat(out.get(0)).matches("a, row 50: the network's output for level\\+1 is -?[0-9.]+");
    assertThat(out.get(2)).startsWith("level ");
    assertThat(out.get(5)).startsWith("all inputs ");
  }

  @Test
  void ofImagesARowIsOneOfTheFile() throws IOException {
    String glyphs = write("glyphs.yaml", GLYPHS);
    String rows =
        write(
            "glyphs.ndjson",
            "{\"pixels\": [0, 9, 0, 9], \"glyph\": \"dark\"}\n".repeat(10)
                + "{\"pixels\": [200, 250, 240, 250], \"glyph\": \"light\"}\n".repeat(10));
    String model = trained(glyphs, rows);

    for (int row : new int[] {0, 19}) {
      TestingTerminal terminal =
          done(
              "explain",
              glyphs,
              "--model",
              model,
              "--data",
              rows,
              "--row",
              row,
              "--output",
              "light",
              "--json");
      assertThat(json(terminal).get("row").intValue()).isEqualTo(row);
      JsonNode pixels = json(terminal).get("attributions");
      assertThat(pixels).hasSize(4);
      assertThat(pixels)
          .allSatisfy(
              pixel -> assertThat(pixel.get("value").doubleValue() > 0.5).isEqualTo(row == 19));
    }
    assertRefused(
        "there is no row 20: it has rows 0 to 19",
        "explain",
        glyphs,
        "--model",
        model,
        "--data",
        rows,
        "--row",
        "20");
  }

  @Test
  void aDiscriminatorSaysHowRealARowLooks() throws IOException {
    String digits =
        write(
            "digits.yaml",
            """
            name: digits
            events: {topic: t, key: {constant: all}, time: record-timestamp}
            features: [{image: pixels, height: 2, width: 2, channels: 1}]
            model: {task: generate, latent: 2, generator: [dense: 4, activation: sigmoid], discriminator: [dense: 4, activation: tanh, dense: 1]}
            """);
    String rows = write("digits.ndjson", "{\"pixels\": [0, 9, 200, 90]}\n".repeat(20));
    String model = trained(digits, rows);
    Path answers = folder.resolve("answers.csv");

    done("predict", digits, "--model", model, "--data", rows, "--out", answers);
    TestingTerminal explained = done("explain", digits, "--model", model, "--data", rows);

    List<String> lines = Files.readAllLines(answers);
    assertThat(lines.get(0)).isEqualTo("key,time,p(real)");
    assertThat(lines.subList(1, 21))
        .allSatisfy(
            line -> assertThat(Double.parseDouble(line.split(",")[2])).isBetween(1e-6, 1 - 1e-6));
    assertThat(explained.out()).contains("the network's output for real is ");
  }

  private static JsonNode json(TestingTerminal terminal) throws IOException {
    assertThat(terminal.out().lines()).hasSize(1);
    return new ObjectMapper().readTree(terminal.out());
  }
}

package io.tidemill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train}, {@code predict} and {@code explain} from the command line to what they print. */
class OfflineCommandsTest {
  private static final String LEVELS =
      """
      name: levels
      events: {topic: t, key: tank, time: {field: at, format: epoch-ms}}
      features: [number: level]
      model: {target: level, layers: [gru: 4, dense]}
      learn: {sequence: 8, batch: 8, optimizer: {adam: {rate: 0.02}}}
      """;
  private static final String KINDS =
      """
      name: kinds
      events: {topic: t, key: {constant: all}, time: record-timestamp}
      features: [number: [x, y]]
      model: {task: classify, label: kind, classes: [low, high], layers: [dense: 8, activation: tanh, dense]}
      learn: {batch: 8, optimizer: {adam: {rate: 0.05}}}
      """;
  private static final String PARTS =
      """
      name: parts
      events: {topic: t, key: {constant: all}, time: record-timestamp}
      features: [number: [x, y]]
      model: {task: reconstruct, layers: [dense: 1, dense]}
      learn: {batch: 8}
      """;
  private static final String GLYPHS =
      """
      name: glyphs
      events: {topic: t, key: {constant: all}, time: record-timestamp}
      features: [{image: pixels, height: 2, width: 2, channels: 1}]
      model: {task: classify, label: glyph, classes: [dark, light], layers: [dense]}
      """;

  @TempDir private Path folder;

  private String levels = "";
  private String kinds = "";
  private String swing = "";
  private String points = "";

  @BeforeEach
  void writePipelinesAndRows() throws IOException {
    levels = write("levels.yaml", LEVELS);
    kinds = write("kinds.yaml", KINDS);
    swing = write("swing.csv", swing(120));
    points = write("points.csv", points(200, 1));
  }

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

  @Test
  void aModelThatCannotBeUsedIsRefused() throws IOException {
    String model = trained(levels, swing);
    byte[] bytes = Files.readAllBytes(Path.of(model));
    Path cut = Files.write(folder.resolve("cut.model"), Arrays.copyOf(bytes, bytes.length / 2));
    for (String command : List.of("predict", "explain")) {
      assertRefused(
          "no such file: make it with", command, levels, "--model", "no", "--data", swing);
      assertRefused("is a folder", command, levels, "--model", folder, "--data", swing);
      assertRefused(
          "no model, or a damaged one", command, levels, "--model", swing, "--data", swing);
      assertRefused("no model, or a damaged one", command, levels, "--model", cut, "--data", swing);
      assertRefused(
          "a model of other features, layers or task",
          command,
          kinds,
          "--model",
          model,
          "--data",
          points);
    }
  }

  @Test
  void aStreamDoesNotBeginWithAModelThatCannotBeUsed() throws IOException {
    assertRefused(
        "no.model: no such file: make it with tidemill train",
        "run",
        levels,
        "--replay",
        swing,
        "--model",
        "no.model");
    assertRefused("no model, or a damaged one", "run", levels, "--replay", swing, "--model", swing);
  }

  @Test
  void dataThatCannotBeUsedAreRefused() throws IOException {
    String glyphs = write("glyphs.yaml", GLYPHS);
    String garbage = write("garbage.bin", "?".repeat(1000));
    String other = write("other.csv", "tank,time,depth\na,1,2\n");
    Path classes = folder.resolve("images");
    Files.createDirectories(classes.resolve("dark"));
    String model = trained(levels, swing);

    assertRefused("no.csv: no such file", "train", levels, "--data", "no.csv");
    assertRefused("is a folder, and " + levels + " reads rows", "train", levels, "--data", folder);
    assertRefused("lacks [at, level], which the", "train", levels, "--data", other);
    assertRefused("the name must end in .csv", "train", levels, "--data", garbage);
    assertRefused("holds no images", "train", glyphs, "--data", classes);
    assertRefused("is neither a file in the idx format", "train", glyphs, "--data", garbage);
    assertRefused("lacks [glyph, pixels]", "train", glyphs, "--data", swing);
    assertRefused("lacks [at, level]", "predict", levels, "--model", model, "--data", other);
    assertRefused("no.csv: no such file", "predict", levels, "--model", model, "--data", "no.csv");
  }

  @Test
  void anEmptyClassFolderAmongOthersIsSaid() throws IOException {
    String glyphs = write("glyphs.yaml", GLYPHS);
    Path images = folder.resolve("images");
    Files.createDirectories(images.resolve("dark"));
    Files.createDirectories(images.resolve("light"));
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
    assertThat(ImageIO.write(image, "png", images.resolve("dark/1.png").toFile())).isTrue();

    assertRefused("light", "train", glyphs, "--data", images);
  }

  @Test
  void namesThatAreNotThereAreRefusedByName() throws IOException {
    String parts = write("parts.yaml", PARTS);
    String rows = write("parts.csv", marked(100));
    String reconstructing = trained(parts, rows);
    String forecasting = trained(levels, swing);

    assertRefused(
        "strange",
        "predict",
        parts,
        "--model",
        reconstructing,
        "--data",
        rows,
        "--mark",
        "strange");
    assertRefused(
        "--mark judges reconstructions",
        "predict",
        levels,
        "--model",
        forecasting,
        "--data",
        swing,
        "--mark",
        "odd");
    assertRefused(
        "there is no key z; the first is a",
        "explain",
        levels,
        "--model",
        forecasting,
        "--data",
        swing,
        "--key",
        "z");
    assertRefused(
        "there is no row 120 of key a: it has rows 0 to 119",
        "explain",
        levels,
        "--model",
        forecasting,
        "--data",
        swing,
        "--key",
        "a",
        "--row",
        "120");
    assertRefused(
        "there is no row -2",
        "explain",
        levels,
        "--model",
        forecasting,
        "--data",
        swing,
        "--row",
        "-2");
    assertRefused(
        "there is no output level+9; there are [level+1]",
        "explain",
        levels,
        "--model",
        forecasting,
        "--data",
        swing,
        "--output",
        "level+9");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsRefusedBeforeAnythingIsLearned() throws IOException {
    assertRefused(
        "is a folder: name a file in it", "train", levels, "--data", swing, "--out", folder);
    assertRefused(
        "its folder cannot be made", "train", levels, "--data", swing, "--out", swing + "/a.model");
    assertRefused(
        "its folder cannot be made",
        "predict",
        levels,
        "--model",
        trained(levels, swing),
        "--data",
        swing,
        "--out",
        swing + "/a.csv");
  }

  @Test
  void wrongUsageIsTwoLines() {
    assertUsage("Missing required option: '--data=FILE'", "train", levels);
    assertUsage("Missing required options: '--model=FILE', '--data=FILE'", "predict", levels);
    assertUsage("--epochs must be at least 1", "train", levels, "--data", swing, "--epochs", "0");
    assertUsage(
        "--validation: a share is 1.5", "train", levels, "--data", swing, "--validation", "1.5");
    assertUsage("--test: a share is 2.5", "train", levels, "--data", swing, "--test", "2.5");
    assertUsage(
        "Invalid value for option '--precision'",
        "train",
        levels,
        "--data",
        swing,
        "--precision",
        "int4");
    assertUsage("--top is 0", "explain", levels, "--model", "m", "--data", swing, "--top", "0");
    assertUsage(
        "'x' is not an int", "explain", levels, "--model", "m", "--data", swing, "--row", "x");
  }

  /** The file of a model of one pass. */
  private String trained(String pipeline, String data) {
    Path model = folder.resolve(Path.of(pipeline).getFileName() + ".model");
    done("train", pipeline, "--data", data, "--epochs", "3", "--out", model);
    return model.toString();
  }

  private static TestingTerminal done(Object... arguments) {
    TestingTerminal terminal = new TestingTerminal();
    assertThat(terminal.run(strings(arguments))).as(terminal.err()).isZero();
    return terminal;
  }

  private static void assertRefused(String reason, Object... arguments) {
    TestingTerminal terminal = new TestingTerminal();

    assertThat(terminal.run(strings(arguments))).as(terminal.err()).isEqualTo(1);

    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.errLines())
        .singleElement()
        .asString()
        .startsWith("tidemill " + arguments[0] + ": ")
        .contains(reason);
  }

  private static void assertUsage(String reason, String... arguments) {
    TestingTerminal terminal = new TestingTerminal();

    assertThat(terminal.run(arguments)).as(terminal.err()).isEqualTo(2);

    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.errLines()).hasSize(2);
    assertThat(terminal.errLines().get(0)).contains(reason);
  }

  private static JsonNode json(TestingTerminal terminal) throws IOException {
    assertThat(terminal.out().lines()).hasSize(1);
    return new ObjectMapper().readTree(terminal.out());
  }

  private static String[] strings(Object... arguments) {
    return Stream.of(arguments).map(String::valueOf).toArray(String[]::new);
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static String swing(int rows) {
    List<String> lines = new ArrayList<>(List.of("tank,at,level"));
    for (int i = 0; i < rows; i++) {
      lines.add("a," + 1000 * i + "," + (1000 + 50 * Math.sin(2 * Math.PI * i / 12)));
    }
    return String.join("\n", lines) + "\n";
  }

  /** Points of which those right of a line are high. */
  private static String points(int count, long seed) {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>(List.of("x,y,kind"));
    for (int i = 0; i < count; i++) {
      double x = random.nextGaussian();
      double y = random.nextGaussian();
      lines.add(x + "," + y + "," + (x + y > 0 ? "high" : "low"));
    }
    return String.join("\n", lines) + "\n";
  }

  /** Points on a line but for every tenth, which is marked. */
  private static String marked(int count) {
    Random random = new Random(3);
    List<String> lines = new ArrayList<>(List.of("x,y,odd"));
    for (int i = 0; i < count; i++) {
      double x = random.nextGaussian();
      boolean odd = i % 10 == 9;
      lines.add(x + "," + (odd ? -x - Math.copySign(2, x) : x) + "," + (odd ? 1 : 0));
    }
    return String.join("\n", lines) + "\n";
  }
}

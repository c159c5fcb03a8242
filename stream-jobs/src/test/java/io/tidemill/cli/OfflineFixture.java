package io.tidemill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines, rows and models that the tests of the commands on files use. */
abstract class OfflineFixture {
  static final String LEVELS =
      """
      name: levels
      events: {topic: t, key: tank, time: {field: at, format: epoch-ms}}
      features: [number: level]
      model: {target: level, layers: [gru: 4, dense]}
      learn: {sequence: 8, batch: 8, optimizer: {adam: {rate: 0.02}}}
      """;
  static final String KINDS =
      """
      name: kinds
      events: {topic: t, key: {constant: all}, time: record-timestamp}
      features: [number: [x, y]]
      model: {task: classify, label: kind, classes: [low, high], layers: [dense: 8, activation: tanh, dense]}
      learn: {batch: 8, optimizer: {adam: {rate: 0.05}}}
      """;
  static final String PARTS =
      """
      name: parts
      events: {topic: t, key: {constant: all}, time: record-timestamp}
      features: [number: [x, y]]
      model: {task: reconstruct, layers: [dense: 1, dense]}
      learn: {batch: 8}
      """;
  static final String GLYPHS =
      """
      name: glyphs
      events: {topic: t, key: {constant: all}, time: record-timestamp}
      features: [{image: pixels, height: 2, width: 2, channels: 1}]
      model: {task: classify, label: glyph, classes: [dark, light], layers: [dense]}
      """;

  @TempDir Path folder;

  String levels = "";
  String kinds = "";
  String swing = "";
  String points = "";

  @BeforeEach
  void writePipelinesAndRows() throws IOException {
    levels = write("levels.yaml", LEVELS);
    kinds = write("kinds.yaml", KINDS);
    swing = write("swing.csv", swing(120));
    points = write("points.csv", points(200, 1));
  }

  /** The file of a model of one pass. */
  final String trained(String pipeline, String data) {
    Path model = folder.resolve(Path.of(pipeline).getFileName() + ".model");
    done("train", pipeline, "--data", data, "--epochs", "3", "--out", model);
    return model.toString();
  }

  static TestingTerminal done(Object... arguments) {
    TestingTerminal terminal = new TestingTerminal();
    assertThat(terminal.run(strings(arguments))).as(terminal.err()).isZero();
    return terminal;
  }

  static void assertRefused(String reason, Object... arguments) {
    TestingTerminal terminal = new TestingTerminal();

    assertThat(terminal.run(strings(arguments))).as(terminal.err()).isEqualTo(1);

    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.errLines())
        .singleElement()
        .asString()
        .startsWith("tidemill " + arguments[0] + ": ")
        .contains(reason);
  }

  static void assertUsage(String reason, String... arguments) {
    TestingTerminal terminal = new TestingTerminal();

    assertThat(terminal.run(arguments)).as(terminal.err()).isEqualTo(2);

    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.errLines()).hasSize(2);
    assertThat(terminal.errLines().get(0)).contains(reason);
  }

  private static String[] strings(Object... arguments) {
    return Stream.of(arguments).map(String::valueOf).toArray(String[]::new);
  }

  final String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  static String swing(int rows) {
    List<String> lines = new ArrayList<>(List.of("tank,at,level"));
    for (int i = 0; i < rows; i++) {
      lines.add("a," + 1000 * i + "," + (1000 + 50 * Math.sin(2 * Math.PI * i / 12)));
    }
    return String.join("\n", lines) + "\n";
  }

  /** Points of which those right of a line are high. */
  static String points(int count, long seed) {
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
  static String marked(int count) {
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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes {@code VectorStripTiles} of package math: tiles of a convolution of few channels, two lines
 * of windows side by side, unrolled for the reasons told in KernelGenerator. What is known of where
 * the windows begin leaves two indices for all of a tile, where a table would take one each.
 *
 * <p>The build runs this file before it compiles: {@code java StripGenerator.java TARGET_FOLDER}.
 */
final class StripGenerator {
  /** Windows that begin at most so many floats apart have tiles of their own. */
  private static final int MAX_STEP = 4;

  private static final int MAX_VECTORS = 3;

  private static final String PARAMETERS =
      "int depth, float[] a, int at, int line, int[] steps, float[] b, int bAt, float[] bias,"
          + " int biasAt, float[] c, int cAt, int cLine, int cPixel, int cLast";

  private StripGenerator() {}

  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0], "io", "tidemill", "math", "VectorStripTiles.java");
    Files.createDirectories(file.getParent());
    String text = tiles();
    // An unchanged file is left alone, so that nothing is compiled again because of it.
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      Files.writeString(file, text);
    }
  }

  private static String each(int count, IntFunction<String> text) {
    return IntStream.range(0, count).mapToObj(text).collect(Collectors.joining());
  }

  private static String tiles() {
    return """
        package io.tidemill.math;

        import static io.tidemill.math.VectorTiles.SPECIES;
        import static io.tidemill.math.VectorTiles.V;

        import jdk.incubator.vector.FloatVector;

        /**
         * Two lines of windows of a convolution, or the largest of each 2 x 2 of them and 0. Written by
         * StripGenerator.
         */
        final class VectorStripTiles {
          static final int MAX_STEP = %d;

          private VectorStripTiles() {}

        %s%s}
        """
        .formatted(MAX_STEP, tiles("strip", false), tiles("pooled", true));
  }

  private static String tiles(String name, boolean pooled) {
    StringBuilder tiles = new StringBuilder();
    StringBuilder cases = new StringBuilder();
    String arguments = PARAMETERS.replaceAll("(int|float)(\\[])? ", "");
    for (int step = 1; step <= MAX_STEP; step++) {
      for (int vectors = 1; vectors <= MAX_VECTORS; vectors++) {
        String tile = "%s%dx%d".formatted(name, step, vectors);
        tiles.append("  static void %s(%s) {\n".formatted(tile, PARAMETERS));
        tiles.append(tile(step, vectors, pooled)).append("  }\n\n");
        cases.append("      case %d -> %s(%s);\n".formatted(10 * step + vectors, tile, arguments));
      }
    }
    return """
        %s  /** A tile of windows so many floats apart, by so many vectors of filters. */
          static void %s(int step, int vectors, %s) {
            switch (10 * step + vectors) {
        %s      default -> throw new IllegalArgumentException(step + " x " + vectors);
            }
          }

        """
        .formatted(tiles, name, PARAMETERS, cases);
  }

  /** Sums of 24 vectors at most, as one step of k after another adds to them. */
  private static String tile(int step, int vectors, boolean pooled) {
    int width = vectors == 3 ? 4 : 6;
    StringBuilder text = new StringBuilder();
    for (int q = 0; q < vectors; q++) {
      String bias = load("bias", "biasAt + " + column(q, vectors));
      text.append("    FloatVector c0_%d = %s;\n".formatted(q, bias));
      for (int r = 1; r < 2 * width; r++) {
        text.append("    FloatVector c%1$d_%2$d = c0_%2$d;\n".formatted(r, q));
      }
    }
    text.append("    for (int k = 0; k < depth; k++) {\n");
    text.append("      int i = at + steps[k], j = i + line, p = bAt + k * (%d * V);\n".formatted(vectors));
    text.append(
        each(
            vectors,
            q -> "      FloatVector b%d = %s;\n".formatted(q, load("b", "p + %d * V".formatted(q)))));
    text.append("      FloatVector x;\n");
    for (int r = 0; r < 2 * width; r++) {
      int row = r;
      String index = "%s + %d".formatted(r < width ? "i" : "j", r % width * step);
      text.append("      x = FloatVector.broadcast(SPECIES, a[%s]);\n".formatted(index));
      text.append(
          each(vectors, q -> "      c%1$d_%2$d = x.fma(b%2$d, c%1$d_%2$d);\n".formatted(row, q)));
    }
    text.append("    }\n");
    for (int q = 0; q < vectors; q++) {
      String column = column(q, vectors);
      text.append(pooled ? largest(width, q, column) : all(width, q, column));
    }
    return text.toString();
  }

  private static String all(int width, int q, String column) {
    return each(
        2 * width,
        r ->
            "    c%d_%d.intoArray(c, cAt + %d * cLine + %d * cPixel + %s);\n"
                .formatted(r, q, r / width, r % width, column));
  }

  private static String largest(int width, int q, String column) {
    String text =
        "    c%2$d_%1$d.max(c%3$d_%1$d).max(c%4$d_%1$d.max(c%5$d_%1$d)).max(0f)"
            + ".intoArray(c, cAt + %6$d * cPixel + %7$s);\n";
    return each(
        width / 2,
        i ->
            text.formatted(
                q, 2 * i, 2 * i + 1, width + 2 * i, width + 2 * i + 1, i, column));
  }

  private static String column(int vector, int vectors) {
    return vector == vectors - 1 ? "cLast" : vector + " * V";
  }

  private static String load(String array, String index) {
    return "FloatVector.fromArray(SPECIES, %s, %s)".formatted(array, index);
  }
}

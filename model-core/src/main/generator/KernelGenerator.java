import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the unrolled matrix products of package math, {@code VectorTiles}
 * and, with operands that are found through tables, {@code VectorTableTiles}.
 *
 * <p>Past a budget of nodes C2 inlines no helper that takes or returns a vector, and then boxes it,
 * so a kernel is one static method with every vector operation written out, and such text is better
 * made than typed. All of it uses one species: the methods of FloatVector are shared, and with two
 * kinds of receivers in their profiles C2 gives up on both. The build runs this file before it compiles: {@code java KernelGenerator.java
 * TARGET_FOLDER}.
 */
final class KernelGenerator {
  /** Rows of a tile; every further size would be compiled when first met, for a third of a second. */
  private static final int[] ROWS = {1, 2, 4, 6};

  private static final int MAX_VECTORS = 4;

  private KernelGenerator() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0], "io", "tidemill", "math");
    Files.createDirectories(folder);
    write(folder.resolve("VectorTiles.java"), tiles());
    write(folder.resolve("VectorTableTiles.java"), tableTiles());
  }

  /** Leaves an unchanged file alone, so that nothing is compiled again because of it. */
  private static void write(Path file, String text) throws IOException {
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      Files.writeString(file, text);
    }
  }

  private static String each(int count, IntFunction<String> text) {
    return IntStream.range(0, count).mapToObj(text).collect(Collectors.joining());
  }

  private static String header(String name, String summary) {
    return """
        package io.tidemill.math;

        import jdk.incubator.vector.FloatVector;
        import jdk.incubator.vector.VectorSpecies;

        /** %s Written by KernelGenerator. */
        @SuppressWarnings("unused")
        final class %s {
          static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
          static final int V = SPECIES.length();

          private %s() {}
        """
        .formatted(summary, name, name);
  }

  private static String tiles() {
    StringBuilder text = new StringBuilder();
    text.append(
        header(
            "VectorTiles",
            "Register-blocked pieces of a matrix product: c = init + a b, sums in the order of k."));
    for (int vectors = 1; vectors <= MAX_VECTORS; vectors++) {
      text.append(rowLoop(vectors));
      for (int rows : ROWS) {
        text.append(tile(rows, vectors));
      }
    }
    text.append(narrow());
    return text.append("}\n").toString();
  }

  private static final String TILE_PARAMETERS =
      "int depth, float[] a, int at, int aRow, int aStep, float[] b, int bAt, int bStep, int bLast,"
          + " float[] init, int initAt, int initRow, float[] c, int cAt, int cRow, int cLast";

  /** Takes all rows of one panel, six at a time while they last. */
  private static String rowLoop(int vectors) {
    String arguments =
        "depth, a, at, aRow, aStep, b, bAt, bStep, bLast, init, initAt, initRow, c, cAt, cRow,"
            + " cLast";
    StringBuilder text = new StringBuilder();
    text.append("  static void rows%d(int rows, %s) {\n".formatted(vectors, TILE_PARAMETERS));
    text.append("    for (int left = rows; left > 0; ) {\n");
    text.append("      int n = left == 1 ? 1 : left < 4 ? 2 : left < 6 || left == 8 ? 4 : 6;\n");
    text.append("      switch (n) {\n");
    for (int rows : ROWS) {
      text.append(
          "        %s -> tile%dx%d(%s);\n"
              .formatted(rows < 6 ? "case " + rows : "default", rows, vectors, arguments));
    }
    text.append("      }\n      at += n * aRow; initAt += n * initRow; cAt += n * cRow;\n");
    text.append("      left -= n;\n    }\n  }\n\n");
    return text.toString();
  }

  /** {@code rows} rows by {@code vectors} vectors of columns; the last vector may overlap. */
  private static String tile(int rows, int vectors) {
    IntFunction<String> column = q -> q == vectors - 1 ? "%sLast" : "" + q + " * V";
    StringBuilder text = new StringBuilder();
    text.append("  static void tile%dx%d(%s) {\n".formatted(rows, vectors, TILE_PARAMETERS));
    for (int r = 0; r < rows; r++) {
      for (int q = 0; q < vectors; q++) {
        text.append(
            "    FloatVector c%d_%d = FloatVector.fromArray(SPECIES, init, initAt + %d * initRow + %s);\n"
                .formatted(r, q, r, column.apply(q).formatted("c")));
      }
    }
    text.append(each(rows, r -> "    int a%d = at + %d * aRow;\n".formatted(r, r)));
    text.append("    for (int k = 0; k < depth; k++) {\n");
    text.append("      int i = k * aStep, p = bAt + k * bStep;\n");
    text.append(sums(rows, vectors, column));
    text.append("    }\n");
    for (int r = 0; r < rows; r++) {
      for (int q = 0; q < vectors; q++) {
        text.append(
            "    c%d_%d.intoArray(c, cAt + %d * cRow + %s);\n"
                .formatted(r, q, r, column.apply(q).formatted("c")));
      }
    }
    return text.append("  }\n\n").toString();
  }

  private static String tableTiles() {
    StringBuilder text = new StringBuilder();
    text.append(
        header(
            "VectorTableTiles",
            "Register-blocked pieces of the products of {@link TableKernels}, sums in the order of"
                + " k."));
    for (boolean packed : new boolean[] {true, false}) {
      String kind = packed ? "packed" : "plain";
      String strides = packed ? "" : " int bStep, int bLast,";
      String parameters = TABLE_PARAMETERS.formatted(strides);
      String arguments = parameters.replaceAll("(int|float)(\\[])? ", "");
      text.append(panel(kind, parameters, arguments));
      for (int vectors = 1; vectors <= MAX_VECTORS; vectors++) {
        text.append(tableRowLoop(kind, vectors, parameters, arguments));
        for (int rows : tableRows(vectors)) {
          text.append("  static void %s%dx%d(%s) {\n".formatted(kind, rows, vectors, parameters));
          text.append(tableTile(rows, vectors, packed));
        }
      }
    }
    return text.append("}\n").toString();
  }

  private static final String TABLE_PARAMETERS =
      "int depth, float[] a, int at, int[] aRows, int row, int[] aSteps, float[] b, int bAt,%s"
          + " float[] init, int initAt, int[] initRows, float[] c, int cAt, int[] cRows, int cRow,"
          + " int cLast";

  /** All rows of a panel of so many vectors. */
  private static String panel(String kind, String parameters, String arguments) {
    StringBuilder text = new StringBuilder();
    text.append("  static void %s(int vectors, int rows, %s) {\n".formatted(kind, parameters));
    text.append("    switch (vectors) {\n");
    for (int vectors = 1; vectors <= MAX_VECTORS; vectors++) {
      text.append("      %s -> ".formatted(vectors < MAX_VECTORS ? "case " + vectors : "default"));
      text.append("%sRows%d(rows, %s);\n".formatted(kind, vectors, arguments));
    }
    return text.append("    }\n  }\n\n").toString();
  }

  /** Few columns take more rows, so that there is work in flight. */
  private static int[] tableRows(int vectors) {
    return vectors > 2 ? ROWS : new int[] {1, 2, 4, 6, 12};
  }

  private static String tableRowLoop(
      String kind, int vectors, String parameters, String arguments) {
    StringBuilder text = new StringBuilder();
    text.append("  static void %sRows%d(int rows, %s) {\n".formatted(kind, vectors, parameters));
    text.append("    for (int left = rows; left > 0; ) {\n");
    // 16 registers do not hold 12 rows by 2 vectors.
    String most =
        switch (vectors) {
          case 1 -> "left > 11 ? 12 : ";
          case 2 -> "V > 8 && left > 11 ? 12 : ";
          default -> "";
        };
    text.append("      int n = ").append(most);
    text.append("left == 1 ? 1 : left < 4 ? 2 : left < 6 || left == 8 ? 4 : 6;\n");
    text.append("      switch (n) {\n");
    int[] tiles = tableRows(vectors);
    for (int rows : tiles) {
      boolean last = rows == tiles[tiles.length - 1];
      text.append("        %s -> ".formatted(last ? "default" : "case " + rows));
      text.append("%s%dx%d(%s);\n".formatted(kind, rows, vectors, arguments));
    }
    text.append("      }\n      row += n; cRow += n; left -= n;\n    }\n  }\n\n");
    return text.toString();
  }

  /**
   * As {@link #tile}, with rows and steps from tables. Where b is packed its steps are constant,
   * and C2 checks their bounds before the loop.
   */
  private static String tableTile(int rows, int vectors, boolean packed) {
    IntFunction<String> column = q -> q == vectors - 1 ? "%sLast" : "" + q + " * V";
    IntFunction<String> bColumn =
        q -> packed || q < vectors - 1 ? "" + q + " * V" : "bLast";
    String step = packed ? vectors + " * V" : "bStep";
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows; r++) {
      text.append("    int i%1$d = initAt + initRows[cRow + %1$d];\n".formatted(r));
      for (int q = 0; q < vectors; q++) {
        text.append(
            "    FloatVector c%d_%d = FloatVector.fromArray(SPECIES, init, i%d + %s);\n"
                .formatted(r, q, r, column.apply(q).formatted("c")));
      }
    }
    text.append(each(rows, r -> "    int a%1$d = at + aRows[row + %1$d];\n".formatted(r)));
    text.append("    for (int k = 0; k < depth; k++) {\n");
    text.append("      int i = aSteps[k], p = bAt + k * %s;\n".formatted(step));
    text.append(sums(rows, vectors, bColumn));
    text.append("    }\n");
    for (int r = 0; r < rows; r++) {
      text.append("    int o%1$d = cAt + cRows[cRow + %1$d];\n".formatted(r));
      for (int q = 0; q < vectors; q++) {
        text.append(
            "    c%d_%d.intoArray(c, o%d + %s);\n"
                .formatted(r, q, r, column.apply(q).formatted("c")));
      }
    }
    return text.append("  }\n\n").toString();
  }

  /** One step of k: a tile's sums take their terms. */
  private static String sums(int rows, int vectors, IntFunction<String> column) {
    StringBuilder text = new StringBuilder();
    text.append(
        each(
            vectors,
            q ->
                "      FloatVector b%d = FloatVector.fromArray(SPECIES, b, p + %s);\n"
                    .formatted(q, column.apply(q).formatted("b"))));
    text.append("      FloatVector x;\n");
    for (int r = 0; r < rows; r++) {
      int row = r;
      text.append("      x = FloatVector.broadcast(SPECIES, a[a%d + i]);\n".formatted(r));
      text.append(
          each(
              vectors,
              q -> "      c%d_%d = x.fma(b%d, c%d_%d);\n".formatted(row, q, q, row, q)));
    }
    return text.toString();
  }

  /**
   * One row of at most V columns, of a panel padded to V: four sums over k mod 4, so that one row
   * alone has work in flight.
   */
  private static String narrow() {
    StringBuilder text = new StringBuilder();
    text.append(
        """
          static void narrow(int depth, float[] a, int at, float[] b, int bAt, float[] init,
              int initAt, float[] c, int cAt, int columns, float[] sums) {
        """);
    text.append(each(4, s -> "    FloatVector s%d = FloatVector.zero(SPECIES);\n".formatted(s)));
    text.append("    FloatVector x;\n    int k = 0, p = bAt;\n");
    text.append("    for (; k + 3 < depth; k += 4, p += 4 * V) {\n");
    text.append(each(4, s -> narrowStep(s, s)));
    text.append("    }\n");
    for (int s = 0; s < 3; s++) {
      text.append("    if (k < depth) {\n").append(narrowStep(s, 0));
      text.append("      k++;\n      p += V;\n    }\n");
    }
    text.append("    s0.add(s1).add(s2.add(s3)).intoArray(sums, 0);\n");
    text.append("    for (int j = 0; j < columns; j++) {\n");
    text.append("      c[cAt + j] = sums[j] + init[initAt + j];\n    }\n");
    return text.append("  }\n\n").toString();
  }

  private static String narrowStep(int sum, int ahead) {
    return """
              x = FloatVector.broadcast(SPECIES, a[at + k + %2$d]);
              s%1$d = x.fma(FloatVector.fromArray(SPECIES, b, p + %2$d * V), s%1$d);
        """
        .formatted(sum, ahead);
  }
}

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the unrolled matrix products of package math: {@code VectorTiles}, and with operands that
 * are found through tables {@code VectorTableTiles}. A tile holds the sums of some rows by some
 * vectors of columns in registers and takes one k after another.
 *
 * <p>What decides the speed of a tile, once there are enough sums to hide the latency of fma:
 *
 * <ul>
 *   <li>Past a budget of nodes C2 inlines no helper that takes or returns a vector, and then boxes
 *       it. So a tile is one static method with every vector operation written out.
 *   <li>C2 puts integers that find no general register into vector registers that are free, and an
 *       address that comes back from there waits behind the sums. A tile that fills all vector
 *       registers has it no worse than from the stack: 8 rows by 3 vectors, in steps of two.
 *   <li>Methods with more than some 150 vector operations are too large for C1, are never profiled
 *       and so never compiled by C2: large tiles take an even number of steps, and what is left
 *       over is their caller's business.
 *   <li>In small tiles the steps that are left over are at least one, so that the loop that takes
 *       them has always run when C2 looks at the profile.
 *   <li>A panel's index is {@code k * 2 * V} and not {@code k * (2 * V)}, in which C2 would see a
 *       scaled k, drop the check of the bounds, and then order the tile's operations so that sums
 *       go through memory: two thirds of the speed on AVX2.
 *   <li>Sums that a loop carried are of no known class when C2 looks at what is done with them, and
 *       unless it trusts the profile of the shared method, it boxes them all. So a vector of a known
 *       class adds them to itself: -0, which changes no float.
 *   <li>All tiles use one species: the methods of FloatVector are shared, and with two kinds of
 *       receivers in their profiles C2 gives up on both.
 * </ul>
 *
 * <p>The build runs this file before it compiles: {@code java KernelGenerator.java TARGET_FOLDER}.
 */
final class KernelGenerator {
  private static final String SUMS =
      " float[] init, int initAt, int initRow, float[] c, int cAt, int cRow, int cLast";
  private static final String TABLE_SUMS =
      " float[] init, int initAt, int[] initRows, float[] c, int cAt, int[] cRows, int row, int cLast";

  /**
   * Where the operands of a tile are.
   *
   * @param parameters of the tile's method, before those of the sums
   * @param row statements before the loop, for a row %1$d
   * @param step statements of a step of k
   * @param a index of row %1$d, %2$d steps ahead
   * @param b index of vector %1$d, %2$d steps ahead
   * @param lastB the same of the last vector, if it is another
   * @param sums offset of row %1$d of the init or of c, whose letter is %2$s
   */
  private record Operands(
      String parameters, String row, String step, String a, String b, String lastB, String sums) {

    /** Rows as they lie, and a packed panel. */
    static Operands packed(int vectors) {
      return new Operands(
          "int depth, float[] a, int at, int aRow, float[] b, int bAt," + SUMS,
          "    int a%1$d = at + %1$d * aRow;\n",
          "      int p = bAt + k * %d * V;\n".formatted(vectors),
          "a%1$d + k + %2$d",
          "p + (%%1$d + %%2$d * %d) * V".formatted(vectors),
          "",
          "%2$sRow * %1$d");
    }

    /** Rows are columns of a matrix, and the vectors of b lie in another. */
    static Operands outer() {
      return new Operands(
          "int depth, float[] a, int at, int aStep, float[] b, int bAt, int bStep," + SUMS,
          "",
          "      int i = at + k * aStep, p = bAt + k * bStep;\n",
          "i + %1$d",
          "p + %1$d * V",
          "p + cLast",
          packed(1).sums);
    }

    /** Rows and steps from tables, and a packed panel or the rows of a matrix. */
    static Operands table(int vectors, boolean packed) {
      String step = packed ? "(" + vectors + " * V)" : "bStep";
      return new Operands(
          "int depth, float[] a, int at, int[] aRows, int aRow, int[] aSteps, float[] b, int bAt,%s"
                  .formatted(packed ? "" : " int bStep, int bLast,")
              + TABLE_SUMS,
          "    int a%1$d = at + aRows[aRow + %1$d];\n",
          "      int i = aSteps[k], p = bAt + k * %s;\n".formatted(step),
          "a%1$d + i",
          "p + %1$d * V",
          packed ? "" : "p + bLast",
          "%2$sRows[row + %1$d]");
    }
  }

  private static final String NONE =
      "    FloatVector none = FloatVector.broadcast(SPECIES, -0f);\n";

  /** The tiles of one kind, and the method that chooses from them. */
  private record Kind(String name, Operands operands, StringBuilder text, List<String> cases) {
    Kind(String name, Operands operands, StringBuilder text) {
      this(name, operands, text, new ArrayList<>());
    }

    void add(int rows, int vectors, int unroll, Operands ofTile) {
      add(rows, vectors, tile(rows, vectors, unroll, ofTile));
    }

    void add(int rows, int vectors, String tile) {
      text.append("  static void %s%dx%d".formatted(name, rows, vectors)).append(tile);
      cases.add("%d -> %s%dx%d".formatted(10 * rows + vectors, name, rows, vectors));
    }

    void choice() {
      String parameters = operands.parameters;
      String arguments = parameters.replaceAll("(int|float)(\\[])? ", "");
      text.append("  /** A tile of so many rows and vectors. */\n");
      text.append("  static void %s(int rows, int vectors, %s) {\n".formatted(name, parameters));
      text.append("    switch (10 * rows + vectors) {\n");
      cases.forEach(one -> text.append("      case %s(%s);\n".formatted(one, arguments)));
      text.append("      default -> throw new IllegalArgumentException(rows + \" x \" + vectors);\n");
      text.append("    }\n  }\n\n");
    }
  }

  /** Rows of the tiles with so many vectors; 6 are for those who have 16 registers. */
  private static List<Integer> rows(int vectors) {
    return vectors == 3 ? List.of(1, 2, 4, 8) : List.of(1, 2, 4, 6, 8, 12);
  }

  /** Tiles of so many rows leave over what is no multiple of their steps. */
  private static final int LARGE = 8;

  /** Steps of a tile at a time. */
  private static int unroll(int rows) {
    return rows == 1 ? 8 : rows == 2 ? 4 : rows == 6 ? 1 : 2;
  }

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
    Kind packed = new Kind("packed", Operands.packed(1), text);
    Kind outer = new Kind("outer", Operands.outer(), text);
    for (int vectors = 1; vectors <= 3; vectors++) {
      for (int rows : rows(vectors)) {
        packed.add(rows, vectors, unroll(rows), Operands.packed(vectors));
        outer.add(rows, vectors, 1, Operands.outer());
      }
    }
    packed.choice();
    outer.choice();
    text.append(narrow(1)).append(narrow(3));
    return text.append("}\n").toString();
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
      String parameters = Operands.table(1, packed).parameters;
      String arguments = parameters.replaceAll("(int|float)(\\[])? ", "");
      int most = packed ? 3 : 4;
      text.append(panel(kind, most, parameters, arguments));
      for (int vectors = 1; vectors <= most; vectors++) {
        text.append(tableRowLoop(kind, vectors, parameters, arguments));
        for (int rows : tableRows(vectors)) {
          text.append("  static void %s%dx%d".formatted(kind, rows, vectors));
          text.append(tile(rows, vectors, 1, Operands.table(vectors, packed)));
        }
      }
    }
    return text.append("}\n").toString();
  }

  /** All rows of a panel of so many vectors. */
  private static String panel(String kind, int most, String parameters, String arguments) {
    StringBuilder text = new StringBuilder();
    text.append("  static void %s(int vectors, int rows, %s) {\n".formatted(kind, parameters));
    text.append("    switch (vectors) {\n");
    for (int vectors = 1; vectors <= most; vectors++) {
      text.append("      %s -> ".formatted(vectors < most ? "case " + vectors : "default"));
      text.append("%sRows%d(rows, %s);\n".formatted(kind, vectors, arguments));
    }
    return text.append("    }\n  }\n\n").toString();
  }

  /** Few columns take more rows, so that there is work in flight. */
  private static int[] tableRows(int vectors) {
    return vectors > 2 ? new int[] {1, 2, 4, 6} : new int[] {1, 2, 4, 6, 12};
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
    text.append("      }\n      aRow += n; row += n; left -= n;\n    }\n  }\n\n");
    return text.toString();
  }

  /** {@code rows} rows by {@code vectors} vectors of columns; the last vector may overlap. */
  private static String tile(int rows, int vectors, int unroll, Operands operands) {
    StringBuilder text = new StringBuilder();
    text.append("(%s) {\n".formatted(operands.parameters));
    for (int r = 0; r < rows; r++) {
      text.append("    int i%d = initAt + %s;\n".formatted(r, operands.sums.formatted(r, "init")));
      for (int q = 0; q < vectors; q++) {
        text.append("    FloatVector c%d_%d = ".formatted(r, q));
        text.append(load("init", "i%d + %s".formatted(r, column(q, vectors)))).append(";\n");
      }
    }
    text.append(each(rows, r -> operands.row.formatted(r)));
    boolean rest = rows < LARGE;
    text.append("    int k = 0;\n");
    if (unroll > 1) {
      int least = rest ? unroll : unroll - 1;
      text.append("    for (; k < depth - %d; k += %d) {\n".formatted(least, unroll));
      text.append(operands.step).append("      FloatVector x;\n");
      text.append(each(unroll, ahead -> step(rows, vectors, ahead, operands))).append("    }\n");
    }
    if (unroll == 1 || rest) {
      text.append("    for (; k < depth; k++) {\n");
      text.append(operands.step).append("      FloatVector x;\n");
      text.append(step(rows, vectors, 0, operands)).append("    }\n");
    }
    text.append(NONE);
    for (int r = 0; r < rows; r++) {
      text.append("    int o%d = cAt + %s;\n".formatted(r, operands.sums.formatted(r, "c")));
      for (int q = 0; q < vectors; q++) {
        text.append("    none.add(c%1$d_%2$d).intoArray(c, o%1$d + ".formatted(r, q));
        text.append(column(q, vectors)).append(");\n");
      }
    }
    return text.append("  }\n\n").toString();
  }

  private static String column(int vector, int vectors) {
    return vector == vectors - 1 ? "cLast" : vector + " * V";
  }

  private static String load(String array, String index) {
    return "FloatVector.fromArray(SPECIES, %s, %s)".formatted(array, index);
  }

  /** One step of k: a tile's sums take their terms. */
  private static String step(int rows, int vectors, int ahead, Operands operands) {
    boolean other = !operands.lastB.isEmpty();
    String b =
        vectorsOfB(
            vectors,
            ahead,
            q -> (other && q == vectors - 1 ? operands.lastB : operands.b).formatted(q, ahead));
    return b + each(rows, r -> terms(r, vectors, ahead, operands.a.formatted(r, ahead)));
  }

  private static String vectorsOfB(int vectors, int ahead, IntFunction<String> index) {
    return each(
        vectors,
        q ->
            "      FloatVector b%d_%d = %s;\n".formatted(q, ahead, load("b", index.apply(q))));
  }

  private static String terms(int row, int vectors, int ahead, String index) {
    return "      x = FloatVector.broadcast(SPECIES, a[%s]);\n".formatted(index)
        + each(
            vectors,
            q -> "      c%1$d_%2$d = x.fma(b%2$d_%3$d, c%1$d_%2$d);\n".formatted(row, q, ahead));
  }

  /**
   * Rows of at most V columns, of a panel padded to V: four sums over k mod 4, so that one row alone
   * has work in flight.
   */
  private static String narrow(int rows) {
    StringBuilder text = new StringBuilder();
    text.append("  static void narrow%d(".formatted(rows));
    text.append("int depth, float[] a, int at, int aRow, float[] b, int bAt, float[] init,");
    text.append(" int initAt, int initRow, float[] c, int cAt, int cRow, int columns,");
    text.append(" float[] sums) {\n");
    for (int r = 0; r < rows; r++) {
      text.append("    int a%1$d = at + %1$d * aRow;\n".formatted(r));
      for (int s = 0; s < 4; s++) {
        text.append("    FloatVector s%d_%d = FloatVector.zero(SPECIES);\n".formatted(r, s));
      }
    }
    text.append("    FloatVector x, y;\n    int k = 0;\n");
    text.append("    for (; k < depth - 3; k += 4) {\n");
    text.append(each(4, s -> narrowStep(rows, s, s)));
    text.append("    }\n");
    for (int s = 0; s < 3; s++) {
      text.append("    if (k < depth) {\n").append(narrowStep(rows, s, 0));
      text.append("      k++;\n    }\n");
    }
    text.append(NONE);
    for (int r = 0; r < rows; r++) {
      text.append("    x = none.add(s%1$d_0).add(s%1$d_1);\n".formatted(r));
      text.append("    y = none.add(s%1$d_2).add(s%1$d_3);\n".formatted(r));
      text.append("    x.add(y).intoArray(sums, %d * V);\n".formatted(r));
    }
    text.append("    for (int r = 0; r < %d; r++) {\n".formatted(rows));
    text.append("      for (int j = 0; j < columns; j++) {\n");
    text.append("        c[cAt + r * cRow + j] = sums[r * V + j] + init[initAt + r * initRow + j];\n");
    return text.append("      }\n    }\n  }\n\n").toString();
  }

  private static String narrowStep(int rows, int sum, int ahead) {
    String y = load("b", "bAt + k * V + %d * V".formatted(ahead));
    return "      y = %s;\n".formatted(y)
        + each(
            rows,
            r ->
                """
                      x = FloatVector.broadcast(SPECIES, a[a%1$d + k + %2$d]);
                      s%1$d_%3$d = x.fma(y, s%1$d_%3$d);
                """
                    .formatted(r, ahead, sum));
  }
}

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the element-wise kernels of package math, each from one formula in two forms that agree to
 * the bit: {@code ScalarCells} and {@code VectorCells}, {@code ScalarFunctions} and {@code
 * VectorFunctions}.
 *
 * <p>The formulas are in {@code Cells.txt} and {@code Functions.txt}: the kernel's name and its
 * operands, then assignments for one unit, then an empty line. {@code g[2]} is the unit's float in
 * the third block of n floats of the operand g. There are {@code + - *}, {@code fma}, {@code min}
 * and {@code max} of Java, and the functions of {@code Elementary}, each as a whole right side.
 *
 * <p>The vector form writes every operation out, for the reasons told in KernelGenerator. The build
 * runs this file before it compiles: {@code java CellGenerator.java TARGET_FOLDER FORMULA_FOLDER}.
 */
final class CellGenerator {

  /**
   * One kernel.
   *
   * @param operands their names, between spaces
   * @param formula assignments, one a line
   */
  private record Kernel(String name, String operands, String formula) {

    static Kernel of(String text) {
      String[] head = text.lines().findFirst().orElseThrow().split(" ", 2);
      return new Kernel(head[0], head[1], text.substring(text.indexOf('\n')).strip());
    }

    /** The text for each operand, joined with commas. */
    String each(String text) {
      return Stream.of(operands.split(" "))
          .map(text::formatted)
          .collect(Collectors.joining(", "));
    }

    String parameters() {
      return each("float[] %1$s, int %1$sAt");
    }

    /** Where the blocks begin that the formula names. */
    String offsets() {
      return Pattern.compile("(\\w+)\\[(\\d)]")
          .matcher(formula)
          .results()
          .map(m -> "    int %1$s%2$s = %1$sAt + %2$s * n;\n".formatted(m.group(1), m.group(2)))
          .distinct()
          .collect(Collectors.joining());
    }
  }

  private CellGenerator() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0], "io", "tidemill", "math");
    Files.createDirectories(folder);
    Path formulas = Path.of(arguments[1]);
    for (boolean vector : new boolean[] {false, true}) {
      write(folder, "Cells", kernels(formulas.resolve("Cells.txt")), true, vector);
      write(folder, "Functions", kernels(formulas.resolve("Functions.txt")), false, vector);
    }
  }

  private static List<Kernel> kernels(Path file) throws IOException {
    return Stream.of(Files.readString(file).split("\n\n")).map(Kernel::of).toList();
  }

  /** One form of the kernels of one interface, which go over rows of matrices or plain floats. */
  private static void write(
      Path folder, String type, List<Kernel> kernels, boolean rows, boolean vector)
      throws IOException {
    String name = (vector ? "Vector" : "Scalar") + type;
    StringBuilder text = new StringBuilder(header(name, type, vector));
    for (Kernel kernel : kernels) {
      text.append(method(kernel, type, rows, vector)).append(loop(kernel, vector));
    }
    Path file = folder.resolve(name + ".java");
    String all = text.append("}\n").toString();
    // An unchanged file is left alone, so that nothing is compiled again because of it.
    if (!Files.exists(file) || !Files.readString(file).equals(all)) {
      Files.writeString(file, all);
    }
  }

  private static String header(String name, String type, boolean vector) {
    String imports =
        """
        import static io.tidemill.math.VectorTiles.SPECIES;
        import static io.tidemill.math.VectorTiles.V;

        import jdk.incubator.vector.FloatVector;
        import jdk.incubator.vector.IntVector;
        import jdk.incubator.vector.VectorOperators;

        """;
    return """
        package io.tidemill.math;

        %s/** Written by CellGenerator. */
        final class %s implements %s {

        """
        .formatted(vector ? imports : "", name, type);
  }

  /** The method of the interface: over rows, by vectors as far as they go, then by units. */
  private static String method(Kernel kernel, String type, boolean rows, boolean vector) {
    String arguments =
        kernel.each(
            rows ? "%1$s.data(), %1$s.offset(row) + %1$sColumn" : "%1$s, %1$sAt");
    String vectors = "    %sLoop(n, %s);\n".formatted(kernel.name, arguments);
    String from = vector ? "n - n % V" : "0";
    String units =
        "    Scalar%s.%sLoop(%s, n, %s);\n".formatted(type, kernel.name, from, arguments);
    String body = (vector ? vectors : "") + units;
    String method = "  @Override\n  public void %s(%s) {\n%s  }\n\n";
    return rows
        ? method.formatted(
            kernel.name,
            "int firstRow, int rows, int n, " + kernel.each("Matrix %1$s, int %1$sColumn"),
            "    for (int row = firstRow; row < firstRow + rows; row++) {\n" + body + "    }\n")
        : method.formatted(kernel.name, "int n, " + kernel.parameters(), body);
  }

  private static String loop(Kernel kernel, boolean vector) {
    StringBuilder text = new StringBuilder();
    text.append("  static void %sLoop(%s".formatted(kernel.name, vector ? "" : "int from, "));
    text.append("int n, %s) {\n%s".formatted(kernel.parameters(), kernel.offsets()));
    text.append(
        vector
            ? "    for (int u = 0; u + V <= n; u += V) {\n"
            : "    for (int u = from; u < n; u++) {\n");
    for (String line : kernel.formula.strip().split("\\s*\n\\s*")) {
      text.append(vector ? vectorStatement(line) : scalarStatement(line));
    }
    return text.append("    }\n  }\n\n").toString();
  }

  private static String scalarStatement(String line) {
    String[] sides = line.split(" = ");
    String value = new Expression(sides[1], false).text();
    return sides[0].contains("[")
        ? "      %s = %s;\n".formatted(new Expression(sides[0], false).text(), value)
        : "      float %s = %s;\n".formatted(sides[0], value);
  }

  private static String vectorStatement(String line) {
    String[] sides = line.split(" = ");
    Matcher call = Pattern.compile("(tanh|sigmoidOfTwice|erf|exp|step)\\((.*)\\)").matcher(sides[1]);
    if (call.matches()) {
      return elementary(sides[0], call.group(1), new Expression(call.group(2), true).text());
    }
    String value = new Expression(sides[1], true).text();
    Matcher block = Pattern.compile("(\\w+)\\[(\\d)]").matcher(sides[0]);
    return block.matches()
        ? "      %1$s.intoArray(%2$s, %2$s%3$s + u);\n".formatted(value, block.group(1), block.group(2))
        : "      FloatVector %s = %s;\n".formatted(sides[0], value);
  }

  /** {@code name = function(x)}, in the operations and the order of Elementary. */
  private static String elementary(String name, String function, String x) {
    String body =
        switch (function) {
          case "tanh" -> TANH;
          case "sigmoidOfTwice" ->
              TANH.replace("p.div(q)", "p.div(q).fma(%s, %<s)".formatted(broadcast("0.5f")));
          case "erf" -> ERF;
          case "exp" -> EXP;
          default -> STEP;
        };
    String written =
        body.replaceAll("\\b(bits|size|nan|[kpqrstvxy])\\b", "$1_")
            .replaceAll("\\$([A-Z0-9_]+)", "FloatVector.broadcast(SPECIES, Elementary.$1)");
    return "      FloatVector %s;\n      {\n        FloatVector v_ = %s;\n%s        %s = y_;\n      }\n"
        .formatted(name, x, written.indent(8), name);
  }

  private static String broadcast(String value) {
    return "FloatVector.broadcast(SPECIES, %s)".formatted(value);
  }

  private static final String TANH =
      """
      IntVector bits = v.reinterpretAsInts();
      IntVector size = bits.and(0x7fffffff);
      IntVector nan = size.neg().add(0x7f800000).lanewise(VectorOperators.ASHR, 31);
      FloatVector x = size.min(Elementary.LIMIT_BITS).or(bits.and(0x80000000)).or(nan)
          .reinterpretAsFloats();
      FloatVector s = x.mul(x);
      FloatVector p = s.fma($P13, $P11);
      p = p.fma(s, $P9);
      p = p.fma(s, $P7);
      p = p.fma(s, $P5);
      p = p.fma(s, $P3);
      p = p.fma(s, $P1).mul(x);
      FloatVector q = s.fma($Q6, $Q4);
      q = q.fma(s, $Q2);
      q = q.fma(s, $Q0);
      FloatVector y = p.div(q);
      """;

  private static final String ERF =
      """
      FloatVector x = v.min($ERF_LIMIT).max($ERF_LIMIT.neg());
      FloatVector s = x.mul(x);
      FloatVector p = s.fma($R13, $R11);
      p = p.fma(s, $R9);
      p = p.fma(s, $R7);
      p = p.fma(s, $R5);
      p = p.fma(s, $R3);
      p = p.fma(s, $R1).mul(x);
      FloatVector q = s.fma($S8, $S6);
      q = q.fma(s, $S4);
      q = q.fma(s, $S2);
      q = q.fma(s, $S0);
      FloatVector y = p.div(q).min($ONE).max($ONE.neg());
      """;

  private static final String EXP =
      """
      FloatVector x = v.min($EXP_MOST).max($EXP_LEAST);
      FloatVector t = x.fma($LOG2E, $ROUND);
      FloatVector k = t.sub($ROUND);
      FloatVector r = k.fma($LN2_HIGH, x);
      r = k.fma($LN2_LOW, r);
      FloatVector p = r.fma($T7, $T6);
      p = p.fma(r, $T5);
      p = p.fma(r, $T4);
      p = p.fma(r, $T3);
      p = p.fma(r, $T2);
      p = p.fma(r.mul(r), r).add($ONE);
      FloatVector y = p.mul(
          t.reinterpretAsInts().add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
      """;

  private static final String STEP =
      """
      IntVector bits = v.reinterpretAsInts();
      FloatVector y = bits.neg().and(bits.not()).lanewise(VectorOperators.ASHR, 31)
          .and(Elementary.ONE_BITS).reinterpretAsFloats();
      """;

  /** An expression of a formula, by recursive descent into Java. */
  private static final class Expression {
    private static final Pattern TOKEN = Pattern.compile("\\w+\\[\\d]|[\\w.]+|[-+*(),]");
    private final List<String> tokens;
    private final boolean vector;
    private int at;

    Expression(String formula, boolean vector) {
      this.tokens = TOKEN.matcher(formula).results().map(MatchResult::group).toList();
      this.vector = vector;
    }

    String text() {
      String text = sum();
      if (at != tokens.size()) {
        throw new IllegalArgumentException("unexpected " + tokens.get(at) + " in " + tokens);
      }
      return text;
    }

    private boolean next(String token) {
      boolean found = at < tokens.size() && tokens.get(at).equals(token);
      at += found ? 1 : 0;
      return found;
    }

    private String sum() {
      String left = product();
      while (true) {
        if (next("+")) {
          left = combine(left, "+", "add", product());
        } else if (next("-")) {
          left = combine(left, "-", "sub", product());
        } else {
          return left;
        }
      }
    }

    private String product() {
      String left = factor();
      while (next("*")) {
        left = combine(left, "*", "mul", factor());
      }
      return left;
    }

    private String combine(String left, String operator, String method, String right) {
      return vector
          ? "%s.%s(%s)".formatted(left, method, right)
          : "(%s %s %s)".formatted(left, operator, right);
    }

    private String factor() {
      if (next("-")) {
        return vector ? factor() + ".neg()" : "-" + factor();
      }
      if (next("(")) {
        return closed(sum());
      }
      String token = tokens.get(at++);
      if (next("(")) {
        return call(token);
      }
      if (token.endsWith("]")) {
        String array = token.substring(0, token.indexOf('['));
        String index = array + token.charAt(token.length() - 2) + " + u";
        return (vector ? "FloatVector.fromArray(SPECIES, %s, %s)" : "%s[%s]").formatted(array, index);
      }
      if (Character.isDigit(token.charAt(0))) {
        return vector ? broadcast(token + "f") : token + "f";
      }
      return token;
    }

    private String closed(String text) {
      if (!next(")")) {
        throw new IllegalArgumentException("no closing parenthesis in " + tokens);
      }
      return text;
    }

    private String call(String function) {
      List<String> arguments = new ArrayList<>(List.of(sum()));
      while (next(",")) {
        arguments.add(sum());
      }
      String rest = closed(String.join(", ", arguments.subList(1, arguments.size())));
      boolean lanewise = List.of("fma", "min", "max").contains(function);
      if (vector && !lanewise) {
        throw new IllegalArgumentException(function + " within an expression: give it a line");
      }
      return vector
          ? "%s.%s(%s)".formatted(arguments.get(0), function, rest)
          : "%s.%s(%s)"
              .formatted(
                  lanewise ? "Math" : "Elementary", function, String.join(", ", arguments));
    }
  }
}

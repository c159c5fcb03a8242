package io.tidemill.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The vector forms of cells and functions agree with the plain ones to the bit, whatever the shape;
 * a new one is found by its method.
 */
class CellsTest {

  static Stream<Method> cells() {
    return declared(Cells.class);
  }

  static Stream<Method> functions() {
    return declared(Functions.class);
  }

  private static Stream<Method> declared(Class<?> kernels) {
    return Arrays.stream(kernels.getDeclaredMethods())
        .filter(method -> Modifier.isAbstract(method.getModifiers()));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void vectorCellsEqualPlainOnes(Method cell) {
    for (int n : new int[] {1, 3, 15, 16, 17, 33, 64}) {
      for (int rows : new int[] {1, 2, 5}) {
        assertEqual(
            call(new VectorCells(), cell, cellArguments(cell, rows, n)),
            call(new ScalarCells(), cell, cellArguments(cell, rows, n)),
            cell.getName() + " of " + rows + " x " + n);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("functions")
  void vectorFunctionsEqualPlainOnes(Method function) {
    for (int n : new int[] {1, 15, 16, 17, 1000}) {
      assertEqual(
          call(new VectorFunctions(), function, functionArguments(function, n)),
          call(new ScalarFunctions(), function, functionArguments(function, n)),
          function.getName() + " of " + n);
    }
  }

  /** A range of rows and of columns of wider matrices. */
  private static List<Object> cellArguments(Method cell, int rows, int n) {
    Random random = new Random(5);
    List<Object> arguments = new ArrayList<>(List.of(1, rows, n));
    for (int i = 3; i < cell.getParameterCount(); i += 2) {
      Matrix matrix = new Matrix(rows + 2, 7 * n + 4);
      fill(random, matrix.data());
      arguments.add(matrix);
      arguments.add(3);
    }
    return arguments;
  }

  private static List<Object> functionArguments(Method function, int n) {
    Random random = new Random(6);
    List<Object> arguments = new ArrayList<>(List.of(n));
    for (int i = 1; i < function.getParameterCount(); i += 2) {
      float[] floats = new float[n + 6];
      fill(random, floats);
      arguments.add(floats);
      arguments.add(i);
    }
    return arguments;
  }

  /** Of all sizes, and what is special. */
  private static void fill(Random random, float[] floats) {
    float[] special = {0f, -0f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, 1e30f};
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) (random.nextGaussian() * Math.exp(3 * random.nextGaussian()));
      if (i % 53 == 52) {
        floats[i] = special[random.nextInt(special.length)];
      }
    }
  }

  /** All floats of the arguments after the call. */
  private static float[] call(Object kernels, Method method, List<Object> arguments) {
    List<Float> floats = new ArrayList<>();
    try {
      method.invoke(kernels, arguments.toArray());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    } catch (InvocationTargetException e) {
      throw new AssertionError(method + " fails", e.getCause());
    }
    for (Object argument : arguments) {
      float[] data = argument instanceof Matrix matrix ? matrix.data() : new float[0];
      for (float value : argument instanceof float[] array ? array : data) {
        floats.add(value);
      }
    }
    float[] all = new float[floats.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = floats.get(i);
    }
    return all;
  }

  private static void assertEqual(float[] actual, float[] expected, String what) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(Float.floatToIntBits(actual[i]))
          .as("%s, element %d: %s and %s", what, i, actual[i], expected[i])
          .isEqualTo(Float.floatToIntBits(expected[i]));
    }
  }
}

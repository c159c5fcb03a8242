package io.tidemill.layer;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every kind of layer in several sizes, found through {@code permits} and the records' components.
 */
public final class Layers {
  /** Sizes below, at and beside the lengths of vectors; taken in turn by a layer's components. */
  private static final int[][] SIZES = {{3, 5}, {1, 1}, {7, 20}, {16, 64}, {33, 19}, {64, 4}};

  private Layers() {}

  public static Stream<Layer> all() {
    return Stream.of(Layer.class.getPermittedSubclasses()).flatMap(Layers::samples);
  }

  private static Stream<Layer> samples(Class<?> type) {
    List<Layer> samples = new ArrayList<>();
    for (int[] sizes : SIZES) {
      RecordComponent[] components = type.getRecordComponents();
      Class<?>[] types = new Class<?>[components.length];
      Object[] values = new Object[components.length];
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        values[i] = sample(components[i], i, sizes);
      }
      try {
        samples.add((Layer) type.getDeclaredConstructor(types).newInstance(values));
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(type + " cannot be made of " + List.of(values), e);
      }
    }
    return samples.stream();
  }

  private static Object sample(RecordComponent component, int index, int[] sizes) {
    if (component.getType() == int.class) {
      return sizes[index % sizes.length];
    }
    if (component.getType().isEnum()) {
      Object[] constants = component.getType().getEnumConstants();
      return constants[sizes[0] % constants.length];
    }
    throw new AssertionError("no sample for " + component + ": add its type here");
  }
}

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
    List<Layer> samples = new ArrayList<>(WindowLayers.samples(type));
    if (!samples.isEmpty()) {
      return samples.stream();
    }
    for (int[] sizes : SIZES) {
      for (Object[] values : values(type.getRecordComponents(), sizes)) {
        samples.add(layer(type, values));
      }
    }
    return samples.stream();
  }

  private static Layer layer(Class<?> type, Object[] values) {
    Class<?>[] types =
        Stream.of(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return (Layer) type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(type + " cannot be made of " + List.of(values), e);
    }
  }

  /** The sizes with every combination of the constants of enums. */
  private static List<Object[]> values(RecordComponent[] components, int[] sizes) {
    List<Object[]> all = new ArrayList<>();
    all.add(new Object[components.length]);
    for (int i = 0; i < components.length; i++) {
      List<Object[]> longer = new ArrayList<>();
      for (Object[] values : all) {
        for (Object sample : samples(components[i], sizes[i % sizes.length])) {
          Object[] more = values.clone();
          more[i] = sample;
          longer.add(more);
        }
      }
      all = longer;
    }
    return all;
  }

  private static Object[] samples(RecordComponent component, int size) {
    if (component.getType() == int.class) {
      return new Object[] {size};
    }
    if (component.getType() == double.class) {
      return new Object[] {0.25};
    }
    if (component.getType() == Layer.class) {
      int inputs = Math.min(size, 33);
      int outputs = component.getDeclaringRecord() == Residual.class ? inputs : 3;
      return new Object[] {new Gru(inputs, outputs), new Dense(inputs, outputs)};
    }
    if (component.getType().isEnum()) {
      return component.getType().getEnumConstants();
    }
    throw new AssertionError("no sample for " + component + ": add its type here");
  }
}

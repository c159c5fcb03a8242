package io.tidemill.optimizer;

import io.tidemill.layer.ParameterLayout;
import io.tidemill.layer.ParameterLayout.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Every optimiser that is permitted, and a layout to work on. */
final class Optimizers {

  private Optimizers() {}

  static Stream<Optimizer> all() {
    return Arrays.stream(Optimizer.class.getPermittedSubclasses()).map(Optimizers::sample);
  }

  /** All components are within the range of each: 0.05. */
  private static Optimizer sample(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = new Object[types.length];
    Arrays.fill(values, 0.05);
    return make(type, types, values);
  }

  static Optimizer make(Class<?> type, Class<?>[] types, Object[] values) {
    try {
      return (Optimizer) type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        throw refusal;
      }
      throw new AssertionError("no sample of " + type + ": add its components' types here", e);
    }
  }

  /** One weight [rows, columns] and a bias [columns]. */
  static ParameterLayout layout(int rows, int columns) {
    return new ParameterLayout(
        List.of(
            new Parameter("W", List.of(rows, columns), 1),
            new Parameter("b", List.of(columns), 0)));
  }
}

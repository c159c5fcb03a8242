package io.tidemill.pipeline;

import java.lang.reflect.RecordComponent;
import java.time.Duration;

/**
 * What the components of a record look like in the file.
 *
 * @param mostInteger bound of whole numbers, so that a slip of the finger asks for no terabyte
 */
record Components(int mostInteger) {

  /** Bounded by the records themselves. */
  static final Components ANY = new Components(Integer.MAX_VALUE);

  /** {@code hidden-size}; a component in milliseconds is named without its unit. */
  static String name(RecordComponent component) {
    String name = component.getName();
    return Kebab.of(isMillis(component) ? name.substring(0, name.length() - 2) : name);
  }

  static boolean isMillis(RecordComponent component) {
    return component.getType() == long.class && component.getName().endsWith("Ms");
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the type is known to be an enum
  Shape<?> of(RecordComponent component) {
    Class<?> type = component.getType();
    if (isMillis(component)) {
      return Scalars.map(Durations.atLeast("1ms"), Duration::toMillis);
    }
    if (type == int.class) {
      return Scalars.size(0, mostInteger);
    }
    if (type == long.class) {
      return Scalars.integer(Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (type == double.class) {
      return Scalars.number(-Double.MAX_VALUE, Double.MAX_VALUE);
    }
    if (type == boolean.class) {
      return Scalars.FLAG;
    }
    if (type == String.class) {
      return Scalars.NAME;
    }
    if (type.isSealed()) {
      return PermittedRecords.within(type, this).made();
    }
    if (type.isEnum()) {
      return Kebab.oneOf((Class) type);
    }
    throw new IllegalStateException(
        component.getDeclaringRecord().getSimpleName()
            + "."
            + component.getName()
            + " has type "
            + type.getSimpleName()
            + ", which the pipeline file cannot write yet");
  }
}

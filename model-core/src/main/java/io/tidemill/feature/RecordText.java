package io.tidemill.feature;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/**
 * Text that is the same for equal records in every release of the JDK: {@code
 * NumberFeature(field="flow", scale=STANDARD, …)}. Fingerprints are made of it, so its form must
 * never change.
 */
public final class RecordText {

  private RecordText() {}

  /**
   * The text of a record whose components are strings, numbers, booleans, enums, records and lists
   * of these.
   */
  public static String of(Record record) {
    return of(record, false);
  }

  /**
   * The same without last components that a shorter constructor fills in with the same values, in
   * all records of it: a record may gain a component with a default and keep its text.
   */
  public static String withoutDefaults(Record record) {
    return of(record, true);
  }

  private static String of(Record record, boolean withoutDefaults) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    Object[] values = Arrays.stream(components).map(c -> value(record, c)).toArray();
    int shown = withoutDefaults ? shown(record, components, values) : values.length;
    StringJoiner parts = new StringJoiner(", ", record.getClass().getSimpleName() + "(", ")");
    for (int i = 0; i < shown; i++) {
      parts.add(components[i].getName() + "=" + text(values[i], components[i], withoutDefaults));
    }
    return parts.toString();
  }

  /** How many components it takes to rebuild the record. */
  private static int shown(Record record, RecordComponent[] components, Object[] values) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    for (int count = 0; count < values.length; count++) {
      try {
        Object shorter =
            record
                .getClass()
                .getDeclaredConstructor(Arrays.copyOf(types, count))
                .newInstance(Arrays.copyOf(values, count));
        if (record.equals(shorter)) {
          return count;
        }
      } catch (ReflectiveOperationException e) {
        continue; // no such constructor, or it refuses these values
      }
    }
    return values.length;
  }

  private static String text(Object value, RecordComponent component, boolean withoutDefaults) {
    if (value instanceof String string) {
      return '"' + string.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    if (value instanceof Record record) {
      return of(record, withoutDefaults);
    }
    if (value instanceof List<?> list) {
      StringJoiner parts = new StringJoiner(", ", "[", "]");
      for (Object element : list) {
        parts.add(text(element, component, withoutDefaults));
      }
      return parts.toString();
    }
    throw new IllegalArgumentException(
        "component %s of %s is a %s: want strings, numbers, booleans, enums, records or lists of these"
            .formatted(
                component.getName(),
                component.getDeclaringRecord().getName(),
                value.getClass().getName()));
  }

  private static Object value(Record record, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalArgumentException(
          "component %s of %s cannot be read"
              .formatted(component.getName(), record.getClass().getName()),
          e);
    }
  }
}

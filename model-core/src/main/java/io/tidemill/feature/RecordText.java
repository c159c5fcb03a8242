package io.tidemill.feature;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
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
    StringJoiner parts = new StringJoiner(", ", record.getClass().getSimpleName() + "(", ")");
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      parts.add(component.getName() + "=" + text(value(record, component), component));
    }
    return parts.toString();
  }

  private static String text(Object value, RecordComponent component) {
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
      return of(record);
    }
    if (value instanceof List<?> list) {
      StringJoiner parts = new StringJoiner(", ", "[", "]");
      for (Object element : list) {
        parts.add(text(element, component));
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

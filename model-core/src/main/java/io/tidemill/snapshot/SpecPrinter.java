package io.tidemill.snapshot;

import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Featurizer;
import io.tidemill.feature.Task;
import io.tidemill.network.Model;
import io.tidemill.network.Network;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a spec as JSON, from its records by their components; where the declared type is an
 * interface the value is wrapped under its name: {@code
 * {"layers":[{"Gru":{"inputSize":16,"hiddenSize":64}}]}}.
 *
 * <p>The text is canonical: no space, components in the order of their declaration, enums by name,
 * floating-point numbers in the fewest digits that give them back. Last components that a shorter
 * constructor fills in with the same values are left out, so a component that a record gains with a
 * default changes neither the text nor the fingerprint of what was there before.
 */
final class SpecPrinter {
  private final StringBuilder out = new StringBuilder();

  private SpecPrinter() {}

  static String print(ModelSpec spec) {
    SpecPrinter printer = new SpecPrinter();
    printer.spec(spec);
    return printer.out.toString();
  }

  /** A network alone goes by that name; it is as old as specs are. */
  private void spec(ModelSpec spec) {
    out.append("{\"name\":");
    value(spec.name(), String.class);
    out.append(",\"features\":");
    schema(spec.features());
    if (spec.model() instanceof Network network) {
      out.append(",\"network\":");
      record(network);
    } else {
      out.append(",\"model\":");
      value(spec.model(), Model.class);
    }
    out.append(",\"task\":");
    value(spec.task(), Task.class);
    out.append('}');
  }

  private void value(Object value, Class<?> declared) {
    if (value instanceof String string) {
      Json.quote(string, out);
    } else if (value instanceof Enum<?> constant) {
      Json.quote(constant.name(), out);
    } else if (value instanceof Boolean || value instanceof Integer || value instanceof Long) {
      out.append(value);
    } else if (value instanceof Double number) {
      out.append(shortest(number));
    } else if (value instanceof FeatureSchema schema) {
      schema(schema);
    } else if (value instanceof Record record && declared.isInterface()) {
      out.append('{');
      Json.quote(SpecTypes.name(declared, record), out);
      out.append(':');
      record(record);
      out.append('}');
    } else if (value instanceof Record record) {
      record(record);
    } else {
      throw new IllegalArgumentException(
          "a "
              + value.getClass().getName()
              + " cannot be in a spec: use strings, numbers, booleans, enums, records, lists");
    }
  }

  private void schema(FeatureSchema schema) {
    out.append("{\"fields\":");
    list(schema.fields(), String.class);
    out.append(",\"featurizers\":");
    list(schema.featurizers(), Featurizer.class);
    out.append('}');
  }

  private void list(List<?> list, Class<?> declared) {
    char separator = '[';
    for (Object element : list) {
      out.append(separator);
      value(element, declared);
      separator = ',';
    }
    out.append(list.isEmpty() ? "[]" : "]");
  }

  private void record(Record record) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    Object[] values = Arrays.stream(components).map(c -> read(record, c)).toArray();
    int shown = shown(record, values);
    out.append('{');
    for (int i = 0; i < shown; i++) {
      out.append(i == 0 ? "" : ",");
      Json.quote(components[i].getName(), out);
      out.append(':');
      if (values[i] instanceof List<?> list) {
        list(list, SpecTypes.element(components[i]));
      } else {
        value(values[i], components[i].getType());
      }
    }
    out.append('}');
  }

  private static Object read(Record record, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot read " + component, e);
    }
  }

  /** How many components it takes to rebuild the record. */
  private static int shown(Record record, Object[] values) {
    for (int count = 0; count < values.length; count++) {
      Constructor<?> constructor = SpecTypes.constructor(record.getClass(), count).orElse(null);
      if (constructor != null && record.equals(build(constructor, values))) {
        return count;
      }
    }
    return values.length;
  }

  private static @Nullable Object build(Constructor<?> constructor, Object[] values) {
    try {
      return constructor.newInstance(Arrays.copyOf(values, constructor.getParameterCount()));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  /** Not Double.toString, which JDK 19 changed. */
  private static String shortest(double number) {
    BigDecimal exact = new BigDecimal(number);
    BigDecimal rounded = exact.round(new MathContext(17));
    for (int digits = 1; digits < 17; digits++) {
      BigDecimal candidate = exact.round(new MathContext(digits));
      if (candidate.doubleValue() == number) {
        rounded = candidate;
        break;
      }
    }
    return rounded.stripTrailingZeros().toString();
  }
}

package io.tidemill.snapshot;

import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Featurizer;
import io.tidemill.feature.Task;
import io.tidemill.network.Model;
import io.tidemill.network.Network;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds a spec from the text of {@link SpecPrinter}. What is no spec is refused with {@link
 * IllegalArgumentException}, whose message begins with the path of the fault.
 */
final class SpecParser {
  private SpecParser() {}

  static ModelSpec parse(String text) {
    String path = "spec";
    Map<?, ?> members = members(Json.parse(text), path);
    String model = members.containsKey("network") ? "network" : "model";
    List<String> names = List.of("name", "features", model, "task");
    if (!List.copyOf(members.keySet()).equals(names)) {
      throw wrong(path, "has " + members.keySet() + ", want " + names);
    }
    Iterator<?> next = members.values().iterator();
    String name = (String) value(next.next(), String.class, path + ".name");
    FeatureSchema features = schema(next.next(), path + ".features");
    Class<?> type = model.equals("network") ? Network.class : Model.class;
    Model learned = (Model) value(next.next(), type, path + "." + model);
    Task task = (Task) value(next.next(), Task.class, path + ".task");
    try {
      return new ModelSpec(name, features, learned, task);
    } catch (IllegalArgumentException e) {
      throw wrong(path, e.getMessage());
    }
  }

  private static Object value(Object json, Class<?> type, String path) {
    if (json instanceof Json.Numeral numeral) {
      return number(numeral.text(), type, path);
    }
    if (type.isEnum() && json instanceof String name) {
      return constant(name, type, path);
    }
    if (type == FeatureSchema.class) {
      return schema(json, path);
    }
    if (type.isRecord()) {
      return record(json, type, path);
    }
    if (type.isInterface() && json instanceof Map<?, ?> map && map.size() == 1) {
      Map.Entry<?, ?> entry = map.entrySet().iterator().next();
      String name = String.valueOf(entry.getKey());
      return record(entry.getValue(), named(type, name, path), path + "." + name);
    }
    if (type == String.class && json instanceof String
        || type == boolean.class && json instanceof Boolean) {
      return json;
    }
    throw wrong(path, "expected " + type.getSimpleName());
  }

  private static Class<?> named(Class<?> type, String name, String path) {
    try {
      return SpecTypes.named(type, name);
    } catch (IllegalArgumentException e) {
      throw wrong(path, e.getMessage());
    }
  }

  private static Object number(String text, Class<?> type, String path) {
    try {
      if (type == int.class || type == Integer.class) {
        return Integer.parseInt(text);
      }
      if (type == long.class || type == Long.class) {
        return Long.parseLong(text);
      }
      if (type == double.class || type == Double.class) {
        return Double.parseDouble(text);
      }
    } catch (NumberFormatException e) {
      throw wrong(path, text + " is no " + type.getSimpleName());
    }
    throw wrong(path, "expected " + type.getSimpleName() + ", found " + text);
  }

  private static Object constant(String name, Class<?> type, String path) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw wrong(path, name + " is none of " + Arrays.toString(type.getEnumConstants()));
  }

  private static FeatureSchema schema(Object json, String path) {
    Map<?, ?> members = members(json, path);
    if (!members.keySet().equals(Set.of("fields", "featurizers"))) {
      throw wrong(path, "has " + members.keySet() + ", want fields and featurizers");
    }
    List<String> fields = list(members.get("fields"), String.class, path + ".fields");
    List<Featurizer> featurizers =
        list(members.get("featurizers"), Featurizer.class, path + ".featurizers");
    try {
      return new FeatureSchema(fields, featurizers);
    } catch (IllegalArgumentException e) {
      throw wrong(path, e.getMessage());
    }
  }

  private static <T> List<T> list(@Nullable Object json, Class<T> type, String path) {
    if (!(json instanceof List<?> elements)) {
      throw wrong(path, "expected a list");
    }
    List<T> list = new ArrayList<>();
    for (Object element : elements) {
      Object value = value(element, type, path + "[" + list.size() + "]");
      list.add(type.cast(value));
    }
    return list;
  }

  /** The keys must be the first components of the record, in order. */
  private static Object record(Object json, Class<?> type, String path) {
    Map<?, ?> members = members(json, path);
    RecordComponent[] components = type.getRecordComponents();
    List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
    int count = members.size();
    Constructor<?> constructor = SpecTypes.constructor(type, count).orElse(null);
    if (constructor == null || !List.copyOf(members.keySet()).equals(names.subList(0, count))) {
      throw wrong(path, "has " + members.keySet() + ", " + type.getSimpleName() + " has " + names);
    }
    Object[] values = new Object[count];
    Iterator<?> next = members.values().iterator();
    for (int i = 0; i < count; i++) {
      String at = path + "." + names.get(i);
      values[i] =
          components[i].getType() == List.class
              ? list(next.next(), SpecTypes.element(components[i]), at)
              : value(next.next(), components[i].getType(), at);
    }
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw wrong(path, e.getTargetException().getMessage());
    } catch (ReflectiveOperationException e) {
      throw wrong(path, e.toString());
    }
  }

  private static Map<?, ?> members(Object json, String path) {
    if (json instanceof Map<?, ?> members) {
      return members;
    }
    throw wrong(path, "expected an object");
  }

  private static IllegalArgumentException wrong(String path, @Nullable String what) {
    return new IllegalArgumentException(path + ": " + what);
  }
}

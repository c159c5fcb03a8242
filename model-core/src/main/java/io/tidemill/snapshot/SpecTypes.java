package io.tidemill.snapshot;

import io.tidemill.feature.Featurizer;
import io.tidemill.feature.FeaturizerTypes;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The records a spec may be made of, by name: those that a sealed interface permits under their
 * simple names, featurizers under their keywords. No other class is ever looked up.
 */
final class SpecTypes {
  private SpecTypes() {}

  /** The name of an implementation of the interface. */
  static String name(Class<?> type, Record value) {
    return value instanceof Featurizer featurizer && type == Featurizer.class
        ? FeaturizerTypes.installed().keyword(featurizer)
        : value.getClass().getSimpleName();
  }

  /** The implementation of the interface that goes by the name. */
  static Class<?> named(Class<?> type, String name) {
    if (type == Featurizer.class) {
      return FeaturizerTypes.installed().record(name);
    }
    List<String> names = new ArrayList<>();
    for (Class<?> record : permitted(type)) {
      if (record.getSimpleName().equals(name)) {
        return record;
      }
      names.add(record.getSimpleName());
    }
    throw new IllegalArgumentException(
        "no %s is called %s; there are %s".formatted(type.getSimpleName(), name, names));
  }

  private static List<Class<?>> permitted(Class<?> type) {
    List<Class<?>> records = new ArrayList<>();
    if (type.isSealed()) {
      for (Class<?> subclass : type.getPermittedSubclasses()) {
        records.addAll(subclass.isRecord() ? List.of(subclass) : permitted(subclass));
      }
    }
    return records;
  }

  /** The type of a list component's elements. */
  static Class<?> element(RecordComponent list) {
    if (list.getGenericType() instanceof ParameterizedType type
        && type.getActualTypeArguments()[0] instanceof Class<?> element) {
      return element;
    }
    throw new IllegalArgumentException(
        list + " cannot be in a spec: declare it as a list of strings, numbers, enums or records");
  }

  /** The constructor of the first {@code count} components; absent when there is none. */
  static Optional<Constructor<?>> constructor(Class<?> record, int count) {
    RecordComponent[] components = record.getRecordComponents();
    if (count > components.length) {
      return Optional.empty();
    }
    Class<?>[] types = new Class<?>[count];
    for (int i = 0; i < count; i++) {
      types[i] = components[i].getType();
    }
    try {
      Constructor<?> constructor = record.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return Optional.of(constructor);
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    }
  }
}

package io.tidemill.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Java's names as the file writes them: {@code hidden-size}. */
final class Kebab {

  private Kebab() {}

  /** From camel case: {@code hiddenSize}, {@code MinMax}. */
  static String of(String camelCase) {
    return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /** From a constant: {@code STANDARD_PER_KEY}. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** One of the constants by its name. */
  static <E extends Enum<E>> Shape<E> oneOf(Class<E> type) {
    Map<String, E> constants = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      constants.put(of(constant), constant);
    }
    return oneOf(constants);
  }

  /** One of the values by its name. */
  static <T> Shape<T> oneOf(Map<String, T> values) {
    return new NamedValues<>(values);
  }

  private record NamedValues<T>(Map<String, T> values) implements Shape<T> {

    @Override
    public @Nullable T read(Place place) {
      String text = place.scalar(Tag.STR);
      if (text == null) {
        place.mismatch("one of " + String.join(", ", values.keySet()));
        return null;
      }
      T value = values.get(text);
      if (value == null) {
        place.problem(Suggestion.unknown("value", text, values.keySet()));
      }
      return value;
    }

    @Override
    public ObjectNode schema() {
      return Json.oneOf(values.keySet());
    }
  }
}

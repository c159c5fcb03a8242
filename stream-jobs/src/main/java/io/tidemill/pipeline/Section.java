package io.tidemill.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A mapping with stated keys that becomes a record. */
abstract class Section<T> implements Shape<T> {

  private final Map<String, Key<?>> keys = new LinkedHashMap<>();

  Section(List<? extends Key<?>> keys) {
    keys.forEach(key -> this.keys.put(key.name(), key));
  }

  /** Makes the record; only called when every value is right. */
  abstract T build(Values values);

  /** Reports values that do not go together; values that are themselves wrong cannot be found. */
  void check(Values values) {}

  /** The key that tells this section from others in the same place. */
  final String leadingKey() {
    return keys.keySet().iterator().next();
  }

  @Override
  public final @Nullable T read(Place place) {
    if (!(place.node() instanceof MappingNode mapping)) {
      place.mismatch("a mapping with the keys " + String.join(", ", keys.keySet()));
      return null;
    }
    int before = place.problems().count();
    Values values = readKeys(place, mapping);
    check(values);
    if (place.problems().count() > before) {
      return null;
    }
    try {
      return build(values);
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      place.problem(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private Values readKeys(Place place, MappingNode mapping) {
    Set<String> meant = new HashSet<>();
    Map<String, Node> written = written(place, mapping, meant);
    Values values = new Values(place);
    for (Key<?> key : keys.values()) {
      Node node = written.get(key.name());
      if (node != null) {
        values.read(key, node);
      } else if (!key.required()) {
        values.readDefault(key);
      } else if (!meant.contains(key.name())) {
        place.problem("'" + key.name() + "' is missing: " + key.doc());
      }
    }
    return values;
  }

  /**
   * The values by key.
   *
   * @param meant receives the keys that unknown ones were probably meant to be
   */
  private Map<String, Node> written(Place place, MappingNode mapping, Set<String> meant) {
    Map<String, Node> written = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      String name = name(entry);
      if (!keys.containsKey(name)) {
        place.problem(
            entry.getKeyNode().getStartMark(), Suggestion.unknown("key", name, keys.keySet()));
        meant.add(Suggestion.nearest(name, keys.keySet()));
      } else if (written.put(name, entry.getValueNode()) != null) {
        place.problem(entry.getKeyNode().getStartMark(), "key '" + name + "' is written twice");
      }
    }
    return written;
  }

  static String name(NodeTuple entry) {
    return entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
  }

  @Override
  public final ObjectNode schema() {
    ObjectNode schema = Json.type("object");
    ObjectNode properties = schema.putObject("properties");
    keys.forEach((name, key) -> properties.set(name, key.schema()));
    List<String> required = keys.values().stream().filter(Key::required).map(Key::name).toList();
    if (!required.isEmpty()) {
      ArrayNode names = schema.putArray("required");
      required.forEach(names::add);
    }
    return schema.put("additionalProperties", false);
  }
}

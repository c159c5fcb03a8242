package io.tidemill.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Shapes of lists. */
final class Lists {

  private Lists() {}

  static <T> Shape<List<T>> of(Shape<T> item, int most) {
    return new ListShape<>(item, most, false);
  }

  /** A list, or one item without the brackets. */
  static <T> Shape<List<T>> oneOrMore(Shape<T> item, int most) {
    return new ListShape<>(item, most, true);
  }

  private record ListShape<T>(Shape<T> item, int most, boolean oneIsEnough)
      implements Shape<List<T>> {

    @Override
    public @Nullable List<T> read(Place place) {
      if (place.node() instanceof SequenceNode sequence) {
        return readItems(place, sequence.getValue());
      }
      if (oneIsEnough) {
        T only = item.read(place);
        return only == null ? null : List.of(only);
      }
      place.mismatch("a list");
      return null;
    }

    private @Nullable List<T> readItems(Place place, List<Node> nodes) {
      if (nodes.isEmpty() || nodes.size() > most) {
        place.problem("must have 1 to " + most + " items, has " + nodes.size());
        return null;
      }
      List<T> values = new ArrayList<>(nodes.size());
      for (int i = 0; i < nodes.size(); i++) {
        T value = item.read(place.item(i, nodes.get(i)));
        if (value != null) {
          values.add(value);
        }
      }
      return values.size() == nodes.size() ? List.copyOf(values) : null;
    }

    @Override
    public ObjectNode schema() {
      ObjectNode list = Json.type("array").put("minItems", 1).put("maxItems", most);
      list.set("items", item.schema());
      return oneIsEnough ? Json.anyOf(List.of(item.schema(), list)) : list;
    }
  }
}

package io.tidemill.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The names of classes; a number n for the names 0 to n - 1. */
final class ClassesShape implements Shape<List<String>> {

  private static final int MOST = 10_000;

  private final Shape<List<String>> names = Lists.of(Scalars.NAME, MOST);
  private final Shape<Integer> count = Scalars.size(2, MOST);

  @Override
  public @Nullable List<String> read(Place place) {
    if (place.node() instanceof SequenceNode) {
      return names.read(place);
    }
    Integer classes = count.read(place);
    return classes == null
        ? null
        : IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  @Override
  public ObjectNode schema() {
    return Json.anyOf(List.of(count.schema(), names.schema()));
  }
}

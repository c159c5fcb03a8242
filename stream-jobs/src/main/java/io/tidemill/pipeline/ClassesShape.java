package io.tidemill.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The names of classes; a number n for the names 0 to n - 1; or a mapping of what events write to
 * the class that it stands for, {@code "*"} for whatever else.
 */
final class ClassesShape implements Shape<Classes> {

  private static final int MOST = 10_000;

  private final Shape<List<String>> names = Lists.of(Scalars.NAME, MOST);
  private final Shape<Integer> count = Scalars.size(2, MOST);

  @Override
  public @Nullable Classes read(Place place) {
    if (place.node() instanceof SequenceNode) {
      List<String> read = names.read(place);
      return read == null ? null : new Classes(read, Map.of());
    }
    if (place.node() instanceof MappingNode mapping) {
      return meanings(place, mapping);
    }
    Integer classes = count.read(place);
    return classes == null
        ? null
        : new Classes(IntStream.range(0, classes).mapToObj(Integer::toString).toList(), Map.of());
  }

  private @Nullable Classes meanings(Place place, MappingNode mapping) {
    Map<String, String> meanings = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      String written = Section.name(entry);
      Place at = place.child(written, entry.getValueNode());
      String name = Scalars.NAME.read(at);
      if (name == null) {
        return null;
      }
      if (meanings.put(written, name) != null) {
        at.problem("'" + written + "' is written twice");
        return null;
      }
    }
    List<String> classes = meanings.values().stream().distinct().toList();
    if (classes.size() < 2) {
      place.problem("all that is written stands for " + classes + ": want at least 2 classes");
      return null;
    }
    return new Classes(classes, meanings);
  }

  @Override
  public ObjectNode schema() {
    ObjectNode meanings = Json.type("object").put("minProperties", 2);
    meanings.set("additionalProperties", Scalars.NAME.schema());
    return Json.anyOf(List.of(count.schema(), names.schema(), meanings));
  }
}

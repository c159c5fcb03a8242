package io.tidemill.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * One of several forms of the same value: a single value, or a mapping that is told from the others
 * by its leading key.
 */
record Variants<T>(@Nullable Shape<? extends T> single, List<Section<? extends T>> mappings)
    implements Shape<T> {

  @Override
  public @Nullable T read(Place place) {
    if (!(place.node() instanceof MappingNode mapping)) {
      if (single != null) {
        return single.read(place);
      }
      place.mismatch("a mapping with one of the keys " + String.join(", ", leadingKeys()));
      return null;
    }
    Section<? extends T> chosen = chosen(mapping);
    if (chosen == null) {
      place.problem(missing(mapping, leadingKeys()));
      return null;
    }
    return chosen.read(place);
  }

  private @Nullable Section<? extends T> chosen(MappingNode mapping) {
    if (mappings.size() == 1) {
      return mappings.get(0);
    }
    for (Section<? extends T> section : mappings) {
      for (NodeTuple entry : mapping.getValue()) {
        if (section.leadingKey().equals(Section.name(entry))) {
          return section;
        }
      }
    }
    return null;
  }

  /** Says that none of the allowed keys is there, and which one was probably meant. */
  static String missing(MappingNode mapping, List<String> allowed) {
    for (NodeTuple entry : mapping.getValue()) {
      String name = Section.name(entry);
      if (!Suggestion.nearest(name, allowed).isEmpty()) {
        return Suggestion.unknown("key", name, allowed);
      }
    }
    return "must have one of the keys " + String.join(", ", allowed);
  }

  private List<String> leadingKeys() {
    return mappings.stream().map(Section::leadingKey).toList();
  }

  @Override
  public ObjectNode schema() {
    List<ObjectNode> schemas = new ArrayList<>();
    if (single != null) {
      schemas.add(single.schema());
    }
    mappings.forEach(section -> schemas.add(section.schema()));
    return Json.anyOf(schemas);
  }
}

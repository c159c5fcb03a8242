package io.tidemill.pipeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Parts of a file written over others: each keeps the line where it stands. */
final class Overlay {

  private Overlay() {}

  /** A mapping with other values for some of its keys, and keys that it does not have yet. */
  static MappingNode with(MappingNode base, Map<String, ? extends Node> over) {
    List<NodeTuple> entries = new ArrayList<>();
    over.forEach((key, value) -> entries.add(new NodeTuple(text(key), value)));
    return with(base, entries);
  }

  /** The same with entries as another mapping writes them. */
  static MappingNode with(MappingNode base, List<NodeTuple> over) {
    Map<String, NodeTuple> rest = new LinkedHashMap<>();
    over.forEach(entry -> rest.put(Section.name(entry), entry));
    List<NodeTuple> entries = new ArrayList<>();
    for (NodeTuple entry : base.getValue()) {
      NodeTuple other = rest.remove(Section.name(entry));
      entries.add(other == null ? entry : other);
    }
    entries.addAll(rest.values());
    return mapping(base, entries);
  }

  /** A mapping without a key. */
  static MappingNode without(MappingNode base, String key) {
    return mapping(
        base, base.getValue().stream().filter(entry -> !Section.name(entry).equals(key)).toList());
  }

  private static MappingNode mapping(MappingNode like, List<NodeTuple> entries) {
    return new MappingNode(
        Tag.MAP, true, entries, FlowStyle.BLOCK, like.getStartMark(), like.getEndMark());
  }

  /** A list without the mappings that have one of some keys. */
  static SequenceNode without(SequenceNode items, Set<String> keys) {
    return items(
        items,
        items.getValue().stream()
            .filter(item -> Collections.disjoint(values(item).keySet(), keys))
            .toList());
  }

  /** A list with other items. */
  static SequenceNode items(SequenceNode like, List<Node> items) {
    return new SequenceNode(
        Tag.SEQ, true, items, FlowStyle.BLOCK, like.getStartMark(), like.getEndMark());
  }

  static ScalarNode text(String text) {
    return new ScalarNode(Tag.STR, text, ScalarStyle.PLAIN);
  }

  /** A number, whole where it can be. */
  static ScalarNode number(double value) {
    return value == Math.rint(value)
        ? new ScalarNode(Tag.INT, Long.toString((long) value), ScalarStyle.PLAIN)
        : new ScalarNode(Tag.FLOAT, Double.toString(value), ScalarStyle.PLAIN);
  }

  /** The values of a mapping by key; empty for any other node. */
  static Map<String, Node> values(@Nullable Node node) {
    Map<String, Node> values = new LinkedHashMap<>();
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(entry -> values.put(Section.name(entry), entry.getValueNode()));
    }
    return values;
  }

  /** A value of a mapping that is itself a mapping; an empty one where it is not written. */
  static MappingNode mapping(MappingNode of, String key) {
    return values(of).get(key) instanceof MappingNode found
        ? found
        : new MappingNode(
            Tag.MAP, true, List.of(), FlowStyle.BLOCK, of.getStartMark(), Optional.empty());
  }
}

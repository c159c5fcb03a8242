package io.tidemill.pipeline;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value of the file and where it stands.
 *
 * @param key such as {@code features[1].number}; empty for the whole file
 */
record Place(Node node, String key, Problems problems) {

  /** How much of a wrong value is repeated in the message about it. */
  private static final int SHOWN = 40;

  Place child(String name, Node child) {
    return new Place(child, key.isEmpty() ? name : key + "." + name, problems);
  }

  Place item(int index, Node item) {
    return new Place(item, key + "[" + index + "]", problems);
  }

  void problem(String message) {
    problem(node.getStartMark(), message);
  }

  void problem(Optional<Mark> mark, String message) {
    problems.add(mark, key, message);
  }

  /** Reports that the value is something else than what is expected here. */
  void mismatch(String expected) {
    problem("must be " + expected + ", is " + shown());
  }

  /** The text of a scalar of this type, null when the value is anything else. */
  @Nullable String scalar(Tag tag) {
    return node instanceof ScalarNode scalar && scalar.getTag().equals(tag)
        ? scalar.getValue()
        : null;
  }

  /** The value as a message repeats it. */
  String shown() {
    if (node instanceof ScalarNode scalar) {
      String value = scalar.getValue();
      if (scalar.getTag().equals(Tag.NULL)) {
        return "empty";
      }
      return scalar.getTag().equals(Tag.STR) ? "'" + cut(value) + "'" : cut(value);
    }
    return node instanceof MappingNode ? "a mapping" : "a list";
  }

  static String cut(String value) {
    String line = value.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
  }
}

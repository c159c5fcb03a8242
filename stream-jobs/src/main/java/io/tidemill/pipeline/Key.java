package io.tidemill.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A key of a section of the file.
 *
 * @param byDefault the value of a key that is left out; null: none
 * @param doc what the value means, for editors
 */
record Key<T>(String name, Shape<T> shape, boolean required, @Nullable Node byDefault, String doc) {

  static <T> Key<T> required(String name, Shape<T> shape, String doc) {
    return new Key<>(name, shape, true, null, doc);
  }

  static <T> Key<T> optional(String name, Shape<T> shape, String doc) {
    return new Key<>(name, shape, false, null, doc);
  }

  /**
   * A key that may be left out.
   *
   * @param byDefault as the file would write it
   */
  static <T> Key<T> optional(String name, Shape<T> shape, String byDefault, String doc) {
    return new Key<>(name, shape, false, Yaml.compose(byDefault, new Problems()), doc);
  }

  ObjectNode schema() {
    ObjectNode schema = shape.schema().put("description", doc);
    if (byDefault instanceof ScalarNode scalar) {
      String value = scalar.getValue();
      if (scalar.getTag().equals(Tag.INT)) {
        schema.put("default", Long.parseLong(value));
      } else if (scalar.getTag().equals(Tag.FLOAT)) {
        schema.put("default", Double.parseDouble(value));
      } else if (scalar.getTag().equals(Tag.BOOL)) {
        schema.put("default", Boolean.parseBoolean(value));
      } else {
        schema.put("default", value);
      }
    }
    return schema;
  }
}

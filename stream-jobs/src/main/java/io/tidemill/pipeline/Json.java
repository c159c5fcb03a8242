package io.tidemill.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;

/** The few forms of JSON Schema that the shapes describe themselves with. */
final class Json {

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ObjectNode type(String type) {
    return object().put("type", type);
  }

  static ObjectNode pattern(String pattern) {
    return type("string").put("pattern", "^(" + pattern + ")$");
  }

  static ObjectNode oneOf(Collection<String> values) {
    ObjectNode schema = object();
    ArrayNode names = schema.putArray("enum");
    values.forEach(names::add);
    return schema;
  }

  static ObjectNode anyOf(List<ObjectNode> schemas) {
    if (schemas.size() == 1) {
      return schemas.get(0);
    }
    ObjectNode schema = object();
    schema.putArray("anyOf").addAll(schemas);
    return schema;
  }

  /** An object whose only property has this name. */
  static ObjectNode single(String name, ObjectNode value) {
    ObjectNode schema = type("object");
    schema.putObject("properties").set(name, value);
    schema.putArray("required").add(name);
    return schema.put("additionalProperties", false);
  }
}

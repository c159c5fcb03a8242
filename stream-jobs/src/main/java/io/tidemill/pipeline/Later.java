package io.tidemill.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A value that is read once it is known what stands around it; until then it is as written.
 *
 * @param like the key of the file that has the same form, from the top: {@code model}, {@code
 *     layers}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Later(String... like) implements Shape<Node> {

  @Override
  public Node read(Place place) {
    return place.node();
  }

  @Override
  public ObjectNode schema() {
    return Json.object().put("$ref", "#/properties/" + String.join("/properties/", like));
  }
}

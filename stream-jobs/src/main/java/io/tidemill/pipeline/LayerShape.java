package io.tidemill.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemill.layer.Layer;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A layer; of the last one in a list the name is enough. */
final class LayerShape implements Shape<PermittedRecords.Declared<Layer>> {

  /** So that a slip of the finger asks for no terabyte. */
  private static final int WIDEST_LAYER = 1 << 16;

  private final PermittedRecords<Layer> layers =
      PermittedRecords.of(
          Layer.class, new Components(WIDEST_LAYER), Set.of("inputSize"), Grid.COMPONENTS);

  @Override
  public PermittedRecords.@Nullable Declared<Layer> read(Place place) {
    return layers.read(place);
  }

  @Override
  public ObjectNode schema() {
    return Json.anyOf(List.of(Json.oneOf(layers.names()), layers.schema()));
  }
}

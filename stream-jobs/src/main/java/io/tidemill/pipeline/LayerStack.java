package io.tidemill.pipeline;

import io.tidemill.layer.Layer;
import io.tidemill.network.Network;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Layers as the file lists them; their sizes follow from what goes in and what is to come out. */
record LayerStack(List<PermittedRecords.Declared<Layer>> layers) {

  private static final long MOST_PARAMETERS = 100_000_000;

  static final Shape<LayerStack> SHAPE =
      Scalars.map(Lists.of(new LayerShape(), 100), LayerStack::new);

  /**
   * The network, or null when a problem was reported instead.
   *
   * @param inputSize numbers that go in
   * @param grid their shape; null: none
   * @param outputSize numbers that are to come out
   * @param wanted who wants so many
   */
  @Nullable Network build(int inputSize, @Nullable Grid grid, int outputSize, String wanted) {
    Place last = layers.get(layers.size() - 1).place();
    List<Layer> built = new ArrayList<>(layers.size());
    int width = inputSize;
    Grid shape = grid;
    long parameters = 0;
    for (PermittedRecords.Declared<Layer> declared : layers) {
      boolean isLast = built.size() == layers.size() - 1;
      Layer layer =
          (isLast ? declared.orElse(outputSize) : declared).make(Grid.components(width, shape));
      if (layer == null) {
        return null;
      }
      if (layer.inputSize() != width) {
        declared
            .place()
            .problem(
                "takes " + layer.inputSize() + " numbers, but " + width + " come from before it");
        return null;
      }
      built.add(layer);
      width = layer.outputSize();
      shape = Grid.after(layer, shape);
      parameters += layer.parameters().size();
    }
    if (parameters > MOST_PARAMETERS) {
      last.problem("the network has " + parameters + " parameters: at most " + MOST_PARAMETERS);
      return null;
    }
    if (width != outputSize) {
      last.problem(
          "the last layer has %d outputs, but %s %d: end with dense: %d, or just dense"
              .formatted(width, wanted, outputSize, outputSize));
      return null;
    }
    return new Network(built);
  }
}

package io.tidemill.network;

import io.tidemill.layer.Layer;
import io.tidemill.layer.ParameterLayout;
import io.tidemill.loss.Loss;
import java.util.ArrayList;
import java.util.List;

/** Layers in a row: the output of each is the input of the next. */
public record Network(List<Layer> layers) implements Model {

  public Network {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a network needs at least one layer");
    }
    for (int i = 1; i < layers.size(); i++) {
      if (layers.get(i).inputSize() != layers.get(i - 1).outputSize()) {
        throw new IllegalArgumentException(
            "layer "
                + i
                + ", "
                + layers.get(i)
                + ", takes "
                + layers.get(i).inputSize()
                + " inputs, but "
                + layers.get(i - 1)
                + " before it gives "
                + layers.get(i - 1).outputSize());
      }
    }
  }

  public static Network of(Layer... layers) {
    return new Network(List.of(layers));
  }

  /** The layers of this network and then those of another. */
  Network then(Network next) {
    List<Layer> all = new ArrayList<>(layers);
    all.addAll(next.layers);
    return new Network(all);
  }

  @Override
  public int inputSize() {
    return layers.get(0).inputSize();
  }

  @Override
  public int outputSize() {
    return layers.get(layers.size() - 1).outputSize();
  }

  /** Floats of memory per row: the states of the layers one after another. */
  public int stateSize() {
    return layers.stream().mapToInt(Layer::stateSize).reduce(0, Math::addExact);
  }

  /** The network itself. */
  @Override
  public Network served() {
    return this;
  }

  /** The parameters of the layers one after another. */
  @Override
  public ParameterLayout parameters() {
    return ParameterLayout.concat(layers.stream().map(Layer::parameters).toList());
  }

  @Override
  public Objective objective(Loss loss, int maxRows, int maxSteps) {
    return BackPropagation.ofTargets(this, loss, maxRows, maxSteps);
  }
}

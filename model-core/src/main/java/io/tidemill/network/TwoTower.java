package io.tidemill.network;

import io.tidemill.layer.DotProduct;
import io.tidemill.layer.Layer;
import io.tidemill.layer.OnColumns;
import io.tidemill.layer.ParameterLayout;
import io.tidemill.loss.BinaryCrossEntropy;
import io.tidemill.loss.Loss;
import java.util.ArrayList;
import java.util.List;

/**
 * Two networks that meet in a dot product (Huang et al. 2013; Yi et al. 2019), as of who may like
 * something and of what there is to like: an input is [left's | right's], the output the product of
 * what both make of theirs. What is on one side can be computed once and kept, so the best of many
 * is a matter of dot products.
 *
 * <p>By default the output is the logit of a match, and learned so.
 */
public record TwoTower(Network left, Network right) implements Model {

  public TwoTower {
    if (left.outputSize() != right.outputSize()) {
      throw new IllegalArgumentException(
          "the left tower gives a vector of %d, the right one of %d: they must be equal"
              .formatted(left.outputSize(), right.outputSize()));
    }
  }

  /** Both towers side by side, and the product. */
  @Override
  public Network served() {
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : left.layers()) {
      layers.add(new OnColumns(layer.inputSize() + right.inputSize(), 0, layer));
    }
    int vector = left.outputSize();
    for (Layer layer : right.layers()) {
      layers.add(new OnColumns(vector + layer.inputSize(), vector, layer));
    }
    layers.add(new DotProduct(2 * vector));
    return new Network(layers);
  }

  /** The left tower's part, for its vectors alone. */
  public Parameters left(Parameters all) {
    return all.part(left, 0);
  }

  /** The right tower's part, for its vectors alone. */
  public Parameters right(Parameters all) {
    return all.part(right, left.parameters().size());
  }

  @Override
  public ParameterLayout parameters() {
    return left.parameters().under("left").then(right.parameters().under("right"));
  }

  @Override
  public Loss defaultLoss() {
    return new BinaryCrossEntropy();
  }

  @Override
  public Objective objective(Loss loss, int maxRows, int maxSteps) {
    return BackPropagation.ofTargets(served(), loss, maxRows, maxSteps);
  }
}

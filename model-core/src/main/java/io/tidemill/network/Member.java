package io.tidemill.network;

import io.tidemill.math.Matrix;
import org.jspecify.annotations.Nullable;

/** One of a model's networks while it learns: its weights and what it computed of a batch. */
final class Member {
  final Unrolled unrolled;
  private final Network network;
  private final PackedWeights weights;
  private final int from;
  private final Steps outputs;

  /**
   * Room for so many sequences of so many steps.
   *
   * @param from where the network's parameters begin in those of the model
   */
  Member(Network network, int from, int maxRows, int maxSteps) {
    this(network, new PackedWeights(network, true), from, maxRows, maxSteps);
  }

  private Member(Network network, PackedWeights weights, int from, int maxRows, int maxSteps) {
    this.unrolled = new Unrolled(network, from, maxRows, maxSteps);
    this.network = network;
    this.weights = weights;
    this.from = from;
    Matrix[] all = new Matrix[maxSteps];
    for (int t = 0; t < maxSteps; t++) {
      all[t] = unrolled.output(t);
    }
    this.outputs = new Steps(all);
  }

  /** The same network over another batch, by the weights that this one loads. */
  Member twin(int maxRows, int maxSteps) {
    return new Member(network, weights, from, maxRows, maxSteps);
  }

  /** Takes over its part of the model's parameters. */
  void load(Parameters parameters) {
    weights.pack(parameters.data(), from);
  }

  /** What it gives as it serves, [rows, outputSize] a step. */
  Matrix[] forward(Matrix[] x) {
    return forward(x, null);
  }

  /** The same from a memory, [rows, stateSize]. */
  Matrix[] forward(Matrix[] x, @Nullable Matrix memory) {
    unrolled.forward(weights, x, memory);
    return outputs.first(x.length);
  }

  /** What it gives as it learns, [rows, outputSize] a step. */
  Matrix[] forwardTraining(Matrix[] x, long noise) {
    return forwardTraining(x, null, noise);
  }

  /** The same from a memory, [rows, stateSize]. */
  Matrix[] forwardTraining(Matrix[] x, @Nullable Matrix memory, long noise) {
    unrolled.forwardTraining(weights, x, memory, noise);
    return outputs.first(x.length);
  }

  /** As {@link Unrolled#backward}, into the gradient of all parameters of the model. */
  void backward(int t, float[] gradient, @Nullable Matrix dx) {
    unrolled.backward(weights, t, gradient, dx);
  }

  void follow(float[] parameters) {
    unrolled.follow(parameters);
  }
}

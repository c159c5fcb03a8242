package io.tidemill.benchmark;

import io.tidemill.layer.Activation;
import io.tidemill.layer.Activation.Function;
import io.tidemill.layer.Conv2d;
import io.tidemill.layer.Dense;
import io.tidemill.layer.Gru;
import io.tidemill.layer.Layer;
import io.tidemill.layer.Lstm;
import io.tidemill.layer.MaxPool;
import io.tidemill.loss.Loss;
import io.tidemill.loss.SparseCrossEntropy;
import io.tidemill.loss.SquaredError;
import io.tidemill.network.Network;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The networks that are measured; peers.py has the same ones by the same names. */
enum Case {
  LSTM_STEP_16_64("lstm-step-16-64", List.of(1, 16, 64, 256), 1, null, new Lstm(16, 64)),
  GRU_STEP_16_64("gru-step-16-64", List.of(1, 16, 64, 256), 1, null, new Gru(16, 64)),
  LSTM_STEP_32_128("lstm-step-32-128", List.of(1, 16, 64, 256), 1, null, new Lstm(32, 128)),
  GRU_STEP_32_128("gru-step-32-128", List.of(1, 16, 64, 256), 1, null, new Gru(32, 128)),
  LSTM_32_STEPS(
      "lstm-16-64-1", List.of(), 32, new SquaredError(), new Lstm(16, 64), new Dense(64, 1)),
  GRU_32_STEPS("gru-16-64-1", List.of(), 32, new SquaredError(), new Gru(16, 64), new Dense(64, 1)),
  MLP(
      "mlp-784-128-128-10",
      List.of(1, 16, 64, 256),
      1,
      new SparseCrossEntropy(),
      new Dense(784, 128),
      relu(128),
      new Dense(128, 128),
      relu(128),
      new Dense(128, 10)),
  CNN_MNIST(
      "cnn-mnist",
      List.of(1, 16, 64),
      1,
      new SparseCrossEntropy(),
      new Conv2d(28, 28, 1, 32, 3, 3),
      relu(26 * 26 * 32),
      new MaxPool(26, 26, 32, 2),
      new Conv2d(13, 13, 32, 64, 3, 3),
      relu(11 * 11 * 64),
      new MaxPool(11, 11, 64, 2),
      new Dense(5 * 5 * 64, 10)),
  CNN_CIFAR(
      "cnn-cifar",
      List.of(1, 16, 64),
      1,
      new SparseCrossEntropy(),
      new Conv2d(32, 32, 3, 32, 3, 3),
      relu(30 * 30 * 32),
      new MaxPool(30, 30, 32, 2),
      new Conv2d(15, 15, 32, 64, 3, 3),
      relu(13 * 13 * 64),
      new MaxPool(13, 13, 64, 2),
      new Conv2d(6, 6, 64, 64, 3, 3),
      relu(4 * 4 * 64),
      new Dense(4 * 4 * 64, 64),
      relu(64),
      new Dense(64, 10));

  /** Rows of a training batch. */
  static final int BATCH = 32;

  private final String title;
  private final List<Integer> rows;
  private final int steps;
  private final @Nullable Loss loss;
  private final Network network;

  Case(String title, List<Integer> rows, int steps, @Nullable Loss loss, Layer... layers) {
    this.title = title;
    this.rows = rows;
    this.steps = steps;
    this.loss = loss;
    this.network = Network.of(layers);
  }

  private static Layer relu(int size) {
    return new Activation(size, Function.RELU);
  }

  static Case of(String title) {
    for (Case one : values()) {
      if (one.title.equals(title)) {
        return one;
      }
    }
    throw new IllegalArgumentException("no case " + title);
  }

  /** The name in results, in files and in peers.py. */
  String title() {
    return title;
  }

  /** The bundles whose forward step is measured; none for one that is only trained. */
  List<Integer> rows() {
    return rows;
  }

  /** Steps of a training sequence. */
  int steps() {
    return steps;
  }

  /** The loss it is trained by; null for one that only serves. */
  @Nullable Loss loss() {
    return loss;
  }

  Network network() {
    return network;
  }
}

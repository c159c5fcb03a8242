package io.tidemill.network;

import io.tidemill.layer.Activation;
import io.tidemill.layer.AvgPool;
import io.tidemill.layer.BatchNorm;
import io.tidemill.layer.Conv1d;
import io.tidemill.layer.Conv2d;
import io.tidemill.layer.Dense;
import io.tidemill.layer.Dropout;
import io.tidemill.layer.Embedding;
import io.tidemill.layer.GlobalPool;
import io.tidemill.layer.Gru;
import io.tidemill.layer.Layer;
import io.tidemill.layer.Lstm;
import io.tidemill.layer.Padding;
import io.tidemill.layer.Repeat;
import io.tidemill.layer.TimeDistributed;
import io.tidemill.layer.Upsample;
import io.tidemill.loss.GaussianNll;
import io.tidemill.loss.Loss;
import io.tidemill.loss.SparseCrossEntropy;
import java.util.List;
import java.util.stream.Stream;

/** Examples of every kind of model, with an even number of inputs each. */
public final class Models {
  /** Steps of a batch of all of them. */
  public static final int STEPS = 5;

  private Models() {}

  /**
   * A model and what it learns by.
   *
   * @param ids of each input, 0 to ids - 1; 0 where inputs are numbers
   */
  public record Example(Model model, Loss loss, int ids) {

    Example(Model model) {
      this(model, model.defaultLoss(), 0);
    }

    @Override
    public String toString() {
      return model + " by " + loss;
    }
  }

  /** One or more of every kind. */
  public static Stream<Example> all() {
    return Stream.of(
        new Example(Network.of(new Gru(2, 6), new Dropout(6, 0.3), new Dense(6, 2))),
        new Example(
            new Autoencoder(
                Network.of(new Dense(6, 4), tanh(4), new Dense(4, 2)),
                Network.of(new Dense(2, 4), tanh(4), new Dense(4, 6)))),
        new Example(images()),
        new Example(windows()),
        new Example(
            new VariationalAutoencoder(
                Network.of(new Dense(6, 8), new BatchNorm(8), tanh(8), new Dense(8, 4)),
                Network.of(new Dense(2, 8), new Dropout(8, 0.2), tanh(8), new Dense(8, 6)))),
        new Example(
            new VariationalAutoencoder(
                Network.of(new Gru(4, 6)), Network.of(new Gru(3, 6), new Dense(6, 8)), 0.3),
            new GaussianNll(),
            0),
        new Example(
            new Gan(
                Network.of(new Dense(3, 8), new BatchNorm(8), tanh(8), new Dense(8, 4)),
                Network.of(new Dense(4, 8), tanh(8), new Dropout(8, 0.2), new Dense(8, 1)),
                0.1)),
        new Example(
            new Gan(
                Network.of(new Gru(2, 5), new Dense(5, 2)),
                Network.of(new Gru(2, 5), new Dense(5, 1)))),
        new Example(
            new EncoderDecoder(
                Network.of(new Dense(2, 3), new Lstm(3, 5)),
                Network.of(new Lstm(2, 5), new Dense(5, 2)),
                3)),
        new Example(
            new EncoderDecoder(
                Network.of(new Embedding(2, 5, 3), new Gru(6, 4), new Gru(4, 3)),
                Network.of(new Embedding(2, 5, 2), new Gru(4, 7), new Dense(7, 5)),
                2),
            new SparseCrossEntropy(),
            5),
        new Example(
            new TwoTower(
                Network.of(new Dense(3, 4), tanh(4), new Dense(4, 3)), Network.of(new Gru(1, 3)))),
        new Example(
            new TwoTower(
                Network.of(new Embedding(1, 5, 4)),
                Network.of(new Embedding(1, 5, 3), new Dense(3, 4))),
            new TwoTower(Network.of(new Dense(1, 1)), Network.of(new Dense(1, 1))).defaultLoss(),
            5),
        new Example(
            Network.of(new Conv1d(6, 1, 4, 3), tanh(16), new GlobalPool(4, 4), new Dense(4, 2))),
        new Example(new LinearRegression(4, 3)),
        new Example(new LogisticRegression(4, 1)),
        new Example(new LogisticRegression(4, 3)),
        new Example(new KMeans(4, 3)));
  }

  private static Layer tanh(int size) {
    return new Activation(size, Activation.Function.TANH);
  }

  private static Model images() {
    return new Autoencoder(
        Network.of(new Conv2d(4, 6, 1, 3, 3, 3, Padding.SAME), tanh(72), new AvgPool(4, 6, 3, 2)),
        Network.of(new Upsample(2, 3, 3, 2), new Conv2d(4, 6, 3, 1, 3, 3, Padding.SAME)));
  }

  private static Model windows() {
    int steps = 4;
    return new Autoencoder(
        Network.of(new TimeDistributed(steps, new Gru(2, 5), TimeDistributed.Output.LAST)),
        Network.of(
            new Repeat(5, steps),
            new TimeDistributed(steps, new Gru(5, 5)),
            new TimeDistributed(steps, new Dense(5, 2))));
  }

  /** The kinds that there are. */
  static List<Class<?>> kinds() {
    return List.of(Model.class.getPermittedSubclasses());
  }
}

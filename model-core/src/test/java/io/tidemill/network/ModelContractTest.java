package io.tidemill.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.feature.FeatureScaling;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Featurizer;
import io.tidemill.feature.Forecast;
import io.tidemill.feature.Missing;
import io.tidemill.feature.NumberFeature;
import io.tidemill.feature.Scale;
import io.tidemill.layer.ParameterLayout;
import io.tidemill.math.Matrix;
import io.tidemill.network.Models.Example;
import io.tidemill.optimizer.Adam;
import io.tidemill.schedule.Constant;
import io.tidemill.serve.Predictor;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSnapshotCodec;
import io.tidemill.snapshot.ModelSpec;
import io.tidemill.snapshot.ModelVersion;
import io.tidemill.snapshot.Provenance;
import io.tidemill.snapshot.SnapshotFormatException;
import io.tidemill.train.SequenceBatch;
import io.tidemill.train.Trainer;
import io.tidemill.train.Training;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every model must hold; a new one is found by its name in {@code permits}. */
class ModelContractTest {
  private static final int ROWS = 6;
  private static final int STEPS = Models.STEPS;
  private static final long NOISE = 11;

  static Stream<Example> examples() {
    return Models.all();
  }

  @Test
  void everyKindHasAnExample() {
    assertThat(Models.all().<Class<?>>map(example -> example.model().getClass()).distinct())
        .as("add an example of it to Models")
        .containsExactlyInAnyOrderElementsOf(Models.kinds());
  }

  /**
   * Central differences, extrapolated, under the same noise; as objectives are sums of floats, what
   * remains is about 1e-4 of the largest element.
   */
  @ParameterizedTest
  @MethodSource("examples")
  void gradientOfEveryTurnMatchesFiniteDifferences(Example example) {
    Model model = example.model();
    Objective objective = model.objective(example.loss(), ROWS, STEPS);
    Batch batch = batch(example, new Random(1)).matrices();
    Parameters weights = weights(model, 2);
    double scale = 1 / objective.totalWeight(batch);
    int from = 0;
    for (int turn = 0; turn < model.turns().size(); turn++) {
      int to = from + model.turns().get(turn).size();
      float[] gradient = gradient(objective, weights, turn, batch, scale);
      double largest = 1e-3;
      double worst = 0;
      for (int i = 0; i < gradient.length; i++) {
        assertThat(i >= from && i < to || gradient[i] == 0).as("only of its turn").isTrue();
        largest = Math.max(largest, Math.abs(gradient[i]));
      }
      for (int i = from; i < to; i += 1 + (to - from) / 60) {
        double expected = scale * slope(objective, weights, i, turn, batch);
        worst = Math.max(worst, Math.abs(expected - gradient[i]));
      }
      System.out.printf(
          "%s, turn %d: worst relative error of the gradient %.1e%n",
          example, turn, worst / largest);
      assertThat(worst / largest).isLessThan(1e-3);
      assertThat(from == to || largest > 0.01).as("the gradient is not trivial").isTrue();
      from = to;
    }
  }

  private static float[] gradient(
      Objective objective, Parameters weights, int turn, Batch batch, double scale) {
    float[] gradient = new float[weights.data().length];
    objective.load(weights);
    objective.addGradient(turn, batch, scale, NOISE, gradient);
    return gradient;
  }

  private static double slope(
      Objective objective, Parameters weights, int i, int turn, Batch batch) {
    double coarse = slope(objective, weights, i, turn, batch, 1.0 / 64);
    double fine = slope(objective, weights, i, turn, batch, 1.0 / 128);
    return (4 * fine - coarse) / 3;
  }

  private static double slope(
      Objective objective, Parameters weights, int i, int turn, Batch batch, double step) {
    float[] values = weights.data();
    float[] unused = new float[values.length];
    float value = values[i];
    values[i] = (float) (value + step);
    double to = values[i];
    objective.load(weights);
    double above = objective.addGradient(turn, batch, 0, NOISE, unused);
    values[i] = (float) (value - step);
    double from = values[i];
    objective.load(weights);
    double below = objective.addGradient(turn, batch, 0, NOISE, unused);
    values[i] = value;
    return (above - below) / (to - from);
  }

  /** Down its own gradient, and after what follows the data. */
  @ParameterizedTest
  @MethodSource("examples")
  void everyTurnLowersItsOwnLoss(Example example) {
    Model model = example.model();
    Objective objective = model.objective(example.loss(), ROWS, STEPS);
    Batch batch = batch(example, new Random(3)).matrices();
    Parameters weights = weights(model, 4);
    double scale = 1 / objective.totalWeight(batch);
    int from = 0;
    for (int turn = 0; turn < model.turns().size(); turn++) {
      int to = from + model.turns().get(turn).size();
      double first = Double.NaN;
      double last = Double.NaN;
      for (int step = 0; step < 100; step++) {
        float[] gradient = new float[weights.data().length];
        objective.load(weights);
        last = scale * objective.addGradient(turn, batch, scale, NOISE, gradient);
        first = step == 0 ? last : first;
        for (int i = from; i < to; i++) {
          weights.data()[i] -= 0.1f * gradient[i];
        }
        objective.follow(weights.data());
      }
      assertThat(last).isLessThan(first - 0.02 * Math.abs(first));
      from = to;
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void learningLowersTheLossAndIsTheSameForTheSameSeed(Example example) {
    Trainer one = trainer(example, 5);
    Trainer other = trainer(example, 5);
    SequenceBatch batch = batch(example, new Random(6));
    double first = one.loss(one.weights(), batch);
    for (int step = 0; step < 60; step++) {
      assertThat(one.learn(batch)).isEqualTo(other.learn(batch));
    }
    assertThat(one.weights().data()).isEqualTo(other.weights().data());
    assertThat(one.averaged().data()).isEqualTo(other.averaged().data());
    assertThat(one.weights().isFinite()).isTrue();
    if (example.model().turns().size() == 1) { // players that learn against each other need not
      assertThat(one.loss(one.weights(), batch)).isLessThan(first - 0.02 * Math.abs(first));
    }
    assertThat(trainer(example, 7).weights().data())
        .hasSameSizeAs(one.weights().data())
        .isNotEqualTo(one.weights().data());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void learnsByDefault(Example example) {
    Trainer trainer =
        new Trainer(example.model(), example.loss(), Training.of(example.model()), 1, ROWS, STEPS);
    float[] before = trainer.weights().data().clone();
    trainer.learn(batch(example, new Random(2)));
    assertThat(trainer.steps()).isEqualTo(1);
    assertThat(trainer.weights().data()).isNotEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void goesOnFromTheTrainersStateToTheBit(Example example) {
    Trainer whole = trainer(example, 8);
    Trainer first = trainer(example, 8);
    SequenceBatch batch = batch(example, new Random(9));
    for (int step = 0; step < 3; step++) {
      whole.learn(batch);
      first.learn(batch);
    }
    Trainer second = trainer(example, 10);
    second.restore(first.state());
    for (int step = 0; step < 3; step++) {
      assertThat(second.learn(batch)).isEqualTo(whole.learn(batch));
    }
    assertThat(second.state()).isEqualTo(whole.state());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isServedByANetworkOfItsInputsAndOutputs(Example example) {
    Model model = example.model();
    assertThat(model.served().inputSize()).isEqualTo(model.inputSize());
    assertThat(model.served().outputSize()).isEqualTo(model.outputSize());
    Parameters all = weights(model, 1);
    ParameterLayout served = model.served().parameters();
    assertThat(model.served(all).layout()).isEqualTo(served);
    assertThat(all.layout().size()).isGreaterThanOrEqualTo(served.size());
    assertThat(all.layout().parameters().stream().map(p -> p.name())).doesNotHaveDuplicates();
    int learned = model.turns().stream().mapToInt(ParameterLayout::size).sum();
    assertThat(learned).isIn(0, all.data().length);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void oneRowEqualsTheSameRowInAnyBundle(Example example) {
    Network network = example.model().served();
    Predictor predictor = new Predictor(network, 17);
    predictor.load(example.model().served(weights(example.model(), 12)));
    Matrix x = new Matrix(17, network.inputSize());
    fill(x, example, new Random(13));
    Matrix y = new Matrix(17, network.outputSize());
    predictor.step(x, new Matrix(17, network.stateSize()), y);
    for (int row = 0; row < 17; row++) {
      Matrix alone = new Matrix(1, network.inputSize());
      System.arraycopy(x.data(), x.offset(row), alone.data(), 0, x.columns());
      Matrix one = new Matrix(1, network.outputSize());
      predictor.step(alone, new Matrix(1, network.stateSize()), one);
      assertThat(one.data())
          .isEqualTo(Arrays.copyOfRange(y.data(), y.offset(row), y.offset(row + 1)));
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isSavedAndLoaded(Example example) throws SnapshotFormatException {
    Model model = example.model();
    Trainer trainer = trainer(example, 1);
    trainer.learn(batch(example, new Random(1)));
    ModelSnapshot snapshot = snapshot(model).withTrainerState(trainer.state());
    ModelSnapshot read = ModelSnapshotCodec.decode(ModelSnapshotCodec.encode(snapshot));
    assertThat(read.spec()).isEqualTo(snapshot.spec());
    assertThat(read.weights().data()).isEqualTo(snapshot.weights().data());
    assertThat(read.weights().layout()).isEqualTo(model.parameters());
    assertThat(read.servedWeights().data()).isEqualTo(model.served(snapshot.weights()).data());
    assertThat(read.spec().network()).isEqualTo(model.served());
    Trainer another = trainer(example, 2);
    another.restore(read.trainerState());
    assertThat(another.weights().data()).isEqualTo(trainer.weights().data());
  }

  /** Digits and letters of a spec that are others are refused for what they say. */
  @ParameterizedTest
  @MethodSource("examples")
  void aSpecOfNonsenseIsRefused(Example example) {
    byte[] whole = ModelSnapshotCodec.encode(snapshot(example.model()));
    int from = 24;
    int length = ByteBuffer.wrap(whole).getInt(from - Integer.BYTES);
    Random random = new Random(15);
    for (int i = 0; i < 300; i++) {
      byte[] altered = whole.clone();
      int at = from + random.nextInt(length);
      int kind = altered[at] >= '0' && altered[at] <= '9' ? '0' : 'a';
      altered[at] = (byte) (kind + random.nextInt(10));
      altered[from + random.nextInt(length)] = (byte) ('0' + random.nextInt(10));
      CRC32C crc = new CRC32C();
      crc.update(altered, 0, altered.length - Integer.BYTES);
      ByteBuffer.wrap(altered).putInt(altered.length - Integer.BYTES, (int) crc.getValue());
      if (!Arrays.equals(altered, whole)) {
        assertThatThrownBy(() -> ModelSnapshotCodec.decode(altered))
            .isInstanceOf(SnapshotFormatException.class)
            .hasMessageContaining("the snapshot");
      }
    }
  }

  private static ModelSnapshot snapshot(Model model) {
    List<String> fields = new ArrayList<>();
    List<Featurizer> featurizers = new ArrayList<>();
    for (int i = 0; i < model.inputSize() / 2; i++) {
      fields.add("f" + i);
      featurizers.add(new NumberFeature("f" + i, Missing.ZERO, Scale.NONE));
    }
    FeatureSchema features = new FeatureSchema(fields, featurizers);
    List<Integer> horizons = IntStream.rangeClosed(1, model.outputSize()).boxed().toList();
    Forecast task = new Forecast(List.of("f0"), horizons, Forecast.Base.LAST);
    return new ModelSnapshot(
        new ModelSpec("any", features, model, task),
        new ModelVersion(1, 2),
        weights(model, 14),
        FeatureScaling.identity(features.observedWidth()),
        new Provenance("test", 1, OptionalLong.empty(), 2, 3));
  }

  private static Trainer trainer(Example example, long seed) {
    Training training =
        new Training(
            new Adam(0.01), new Constant(), List.of(), 1, 0, 0.9, new Initializer.GlorotNormal());
    return new Trainer(example.model(), example.loss(), training, seed, ROWS, STEPS);
  }

  /** Far from zeros everywhere, and variances above. */
  private static Parameters weights(Model model, long seed) {
    Parameters weights = Parameters.zeros(model);
    Random random = new Random(seed);
    int at = 0;
    for (ParameterLayout.Parameter parameter : weights.layout().parameters()) {
      for (int i = at; i < at + parameter.size(); i++) {
        double draw = 0.4 * random.nextGaussian();
        boolean positive = parameter.name().endsWith("variance") || parameter.name().equals("n");
        weights.data()[i] = (float) (positive ? 0.5 + Math.abs(draw) : draw);
      }
      at += parameter.size();
    }
    return weights;
  }

  private static SequenceBatch batch(Example example, Random random) {
    SequenceBatch batch = SequenceBatch.of(ROWS, STEPS, example.model(), example.loss());
    while (batch.rows() < ROWS) {
      batch.add();
    }
    int classes = example.loss().targetSize(2) == 2 ? 0 : example.model().outputSize();
    for (int t = 0; t < STEPS; t++) {
      fill(batch.x(t), example, random);
      Matrix target = batch.target(t);
      for (int i = 0; i < target.data().length; i++) {
        int kind = (i / target.columns() + i % target.columns()) % 3;
        target.data()[i] = classes > 0 ? kind % classes : kind / 2f;
      }
      for (int i = 0; i < batch.weight(t).data().length; i++) {
        batch.weight(t).data()[i] = random.nextInt(4) == 0 ? 0 : 1;
      }
    }
    return batch;
  }

  /** With a little noise around few patterns, so that there is something to learn. */
  private static void fill(Matrix x, Example example, Random random) {
    for (int row = 0; row < x.rows(); row++) {
      for (int i = 0; i < x.columns(); i++) {
        double pattern = Math.sin(1 + row % 3 * 2 + i);
        x.data()[x.offset(row) + i] =
            example.ids() > 0
                ? random.nextInt(example.ids())
                : (float) (pattern + 0.1 * random.nextGaussian());
      }
    }
  }
}

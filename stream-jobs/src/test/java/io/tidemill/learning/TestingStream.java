package io.tidemill.learning;

import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Forecast;
import io.tidemill.feature.Missing;
import io.tidemill.feature.NumberFeature;
import io.tidemill.feature.Scale;
import io.tidemill.layer.Dense;
import io.tidemill.layer.Gru;
import io.tidemill.loss.SquaredError;
import io.tidemill.network.Network;
import io.tidemill.optimizer.Adam;
import io.tidemill.pipeline.Learn;
import io.tidemill.snapshot.ModelSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A few keys that swing with a period of 12 steps and some noise, and a small model of them. */
final class TestingStream {
  static final int PERIOD = 12;
  static final FeatureSchema SCHEMA =
      new FeatureSchema(
          List.of("flow"),
          List.of(new NumberFeature("flow", Missing.LAST, Scale.STANDARD_PER_KEY)));
  static final Forecast FORECAST = new Forecast(List.of("flow"), List.of(1, 3), Forecast.Base.LAST);
  static final ModelSpec SPEC =
      new ModelSpec(
          "swing", SCHEMA, Network.of(new Gru(SCHEMA.inputWidth(), 8), new Dense(8, 2)), FORECAST);

  private TestingStream() {}

  /** Eight steps of back-propagation, 8 sequences a step, half of them replayed. */
  static Learn learn(double rate, int fresh) {
    return new Learn(
            new Adam(rate),
            new SquaredError(),
            8,
            2,
            8,
            fresh,
            100,
            Duration.ofSeconds(1),
            0.9,
            1,
            42)
        .with(TestingLearners.GATE);
  }

  /** Rows in the order of time; every key has one at each of the times 1 to {@code steps}. */
  static List<ServedRow> rows(int keys, int steps, long seed) {
    Random random = new Random(seed);
    double[][] states = new double[keys][SCHEMA.stateSize()];
    double[] expected = {Double.NaN};
    List<ServedRow> rows = new ArrayList<>();
    for (int time = 1; time <= steps; time++) {
      for (int key = 0; key < keys; key++) {
        double swing = Math.sin(2 * Math.PI * (time + 3 * key) / PERIOD);
        double value = 10 * (key + 1) * (swing + 0.1 * random.nextGaussian());
        double[] numbers = {random.nextInt(50) == 0 ? Double.NaN : value};
        double[] observed = new double[SCHEMA.observedWidth()];
        SCHEMA.observe(numbers, time, expected, states[key], 0, observed, 0);
        rows.add(
            new ServedRow(
                "k" + key, "e" + time, time, time, SCHEMA.fingerprint(), false, observed));
      }
    }
    return rows;
  }

  /** The sequences of {@link #rows}, key by key. */
  static List<TrainingSequence> sequences(int keys, int steps, long seed) {
    SequenceShape shape = SequenceShape.of(learn(0.01, 8), FORECAST);
    SequenceAssembler assembler =
        new SequenceAssembler(SCHEMA.observedWidth(), shape.rows(), shape.lead(), Long.MAX_VALUE);
    List<ServedRow> rows = rows(keys, steps, seed);
    List<TrainingSequence> sequences = new ArrayList<>();
    for (int key = 0; key < keys; key++) {
      String name = "k" + key;
      List<ServedRow> own = rows.stream().filter(row -> row.key().equals(name)).toList();
      assembler.assemble(own, Long.MAX_VALUE, assembler.history(), sequences::add);
    }
    return sequences;
  }
}

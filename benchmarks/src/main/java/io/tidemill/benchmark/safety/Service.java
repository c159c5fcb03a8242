package io.tidemill.benchmark.safety;

import io.tidemill.feature.FeatureSchema;
import io.tidemill.learning.OnlineLearner;
import io.tidemill.learning.TrainingSequence;
import io.tidemill.learning.Verdict;
import io.tidemill.math.Matrix;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import io.tidemill.serve.Predictor;
import io.tidemill.snapshot.ModelSnapshot;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The version in service while a learner is given a stream, tried on the stream as it really is.
 */
final class Service {
  private static final int STEPS_PER_VERSION = 50;

  private static final String PIPELINE =
      """
      name: harmed
      events: {topic: events, format: json, key: key, time: {field: at, format: epoch-ms}}
      features:
        - number: [%s]
      model: {task: classify, label: class, classes: 2, layers: [dense: 64, activation: relu, dense: 64, activation: relu, dense]}
      learn:
        optimizer: {adam: {rate: 0.002}}
        batch: 32
        fresh: 2
        recent: 14
        replay: 5000
        averaging: 0.97
        seed: %d
        gate: %s
      alerts: {score: none}
      """;

  private final FeatureSchema schema;
  private final OnlineLearner learner;
  private final Predictor predictor;
  private final Matrix x;
  private final Matrix memory = new Matrix(1, 0).resize(1);
  private final Matrix y = new Matrix(1, 2).resize(1);
  private ModelSnapshot serving;
  private long refused;

  /**
   * @param gate as a pipeline file has it
   */
  Service(Harm harm, String gate) {
    String fields =
        IntStream.range(0, harm.concept().width())
            .mapToObj(i -> "x" + i)
            .collect(Collectors.joining(", "));
    Pipeline pipeline =
        PipelineFile.parse("harmed.yaml", PIPELINE.formatted(fields, harm.seed(), gate));
    schema = pipeline.features();
    learner = new OnlineLearner(pipeline.model(), pipeline.learn(), 1, null, "benchmark");
    predictor = new Predictor(pipeline.model().network(), 1);
    x = new Matrix(1, schema.inputWidth()).resize(1);
    serving = learner.snapshot(0);
    predictor.load(serving.weights());
  }

  /**
   * Plays a stream.
   *
   * @param rows as they come
   * @param clean as they are
   * @return the share of wrong classes in each part
   */
  Map<Harm.Part, Double> errors(double[][] rows, double[][] clean) {
    double[] come = new double[schema.stateSize()];
    double[] are = new double[schema.stateSize()];
    Map<Harm.Part, Double> errors = new EnumMap<>(Harm.Part.class);
    for (int i = 0; i < rows.length; i++) {
      boolean wrong = !isRight(observed(clean[i], i, are), (int) clean[i][clean[i].length - 1]);
      for (Harm.Part part : Harm.Part.values()) {
        if (part.has(i, rows.length)) {
          double share = 1 / ((part.until - part.from) * rows.length);
          errors.merge(part, wrong ? share : 0, Double::sum);
        }
      }
      learner.accept(new TrainingSequence("k", "" + i, i, 0, 1, observed(rows[i], i, come)));
      learner.advance(i);
      while (learner.step()) {
        publish();
      }
    }
    return errors;
  }

  /** Versions that the gate refused. */
  long refused() {
    return refused;
  }

  private void publish() {
    learner.verdict().ifPresent(this::decided);
    if (learner.progress().steps() % STEPS_PER_VERSION == 0) {
      learner.propose(0);
      learner.verdict().ifPresent(this::decided);
    }
  }

  private void decided(Verdict verdict) {
    if (verdict.accepted()) {
      serving = verdict.candidate();
      predictor.load(serving.weights());
    } else {
      refused++;
    }
  }

  private double[] observed(double[] row, int time, double[] state) {
    double[] unexpected = new double[schema.numbersWidth()];
    Arrays.fill(unexpected, Double.NaN);
    double[] observed = new double[schema.observedWidth()];
    schema.observe(row, time, unexpected, state, 0, observed, 0);
    return observed;
  }

  private boolean isRight(double[] observed, int label) {
    schema.input(observed, 0, serving.scaling(), x.data(), 0);
    predictor.step(x, memory, y);
    return y.data()[label] > y.data()[1 - label];
  }
}

package io.tidemill.benchmark.drift;

import io.tidemill.feature.FeatureSchema;
import io.tidemill.learning.DriftEvent;
import io.tidemill.learning.OnlineLearner;
import io.tidemill.learning.TrainingSequence;
import io.tidemill.math.Matrix;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import io.tidemill.serve.Predictor;
import io.tidemill.snapshot.ModelSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a learner made of a stream, each event answered by what was learned of those before it.
 *
 * @param errors 1 where the class was wrong, else 0
 * @param losses log-losses
 * @param events what the learner said of changes
 */
@SuppressWarnings("ArrayRecordComponent") // a value an event
record Played(double[] errors, double[] losses, List<DriftEvent> events) {

  private static final String PIPELINE =
      """
      name: drifting
      events: {topic: events, format: json, key: key, time: {field: at, format: epoch-ms}}
      features:
        - number: [%s]
      model: {task: classify, label: class, classes: 2, layers: [dense: 64, activation: relu, dense: 64, activation: relu, dense]}
      learn: {optimizer: {adam: {rate: 0.002}}, batch: 32, fresh: 2, recent: 14, replay: 5000, averaging: 0.97, seed: %d%s}
      alerts: {score: none}
      """;

  /** Plays a stream to a learner with {@code drift: adwin}, or without a look at changes. */
  static Played of(DriftingStream stream, boolean reacts) {
    String fields =
        IntStream.range(0, stream.concept().width())
            .mapToObj(i -> "x" + i)
            .collect(Collectors.joining(", "));
    Pipeline pipeline =
        PipelineFile.parse(
            "drifting.yaml",
            PIPELINE.formatted(fields, stream.seed(), reacts ? ", drift: adwin" : ""));
    FeatureSchema schema = pipeline.features();
    OnlineLearner learner =
        new OnlineLearner(pipeline.model(), pipeline.learn(), 1, null, "benchmark");
    Predictor predictor = new Predictor(pipeline.model().network(), 1);
    Matrix x = new Matrix(1, schema.inputWidth()).resize(1);
    Matrix memory = new Matrix(1, 0).resize(1);
    Matrix y = new Matrix(1, 2).resize(1);
    double[] state = new double[schema.stateSize()];
    double[] unexpected = new double[schema.numbersWidth()];
    Arrays.fill(unexpected, Double.NaN);
    double[][] rows = stream.rows();
    double[] errors = new double[rows.length];
    double[] losses = new double[rows.length];
    List<DriftEvent> events = new ArrayList<>();
    ModelSnapshot model = learner.snapshot(0);
    predictor.load(model.weights());
    for (int i = 0; i < rows.length; i++) {
      double[] observed = new double[schema.observedWidth()];
      schema.observe(rows[i], i, unexpected, state, 0, observed, 0);
      schema.input(observed, 0, model.scaling(), x.data(), 0);
      predictor.step(x, memory, y);
      int label = (int) rows[i][rows[i].length - 1];
      double margin = y.data()[label] - y.data()[1 - label];
      errors[i] = margin > 0 ? 0 : 1;
      losses[i] = Math.log1p(Math.exp(-margin));
      learner.accept(new TrainingSequence("k", "" + i, i, 0, 1, observed));
      learner.advance(i);
      if (learner.step()) {
        model = learner.snapshot(0);
        predictor.load(model.weights());
      }
      for (DriftEvent event = learner.drift(); event != null; event = learner.drift()) {
        events.add(event);
      }
    }
    return new Played(errors, losses, events);
  }
}

package io.tidemill.benchmark.drift;

import io.tidemill.feature.FeatureSchema;
import io.tidemill.learning.OnlineLearner;
import io.tidemill.learning.TrainingSequence;
import io.tidemill.math.Matrix;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import io.tidemill.serve.Predictor;
import io.tidemill.snapshot.ModelSnapshot;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A learner of a generated stream of two classes, and a version of it that answers. */
public final class StreamLearner {
  private static final String PIPELINE =
      """
      name: generated
      events: {topic: events, format: json, key: key, time: {field: at, format: epoch-ms}}
      features:
        - number: [%s]
      model: {task: classify, label: class, classes: 2, layers: [dense: 64, activation: relu, dense: 64, activation: relu, dense]}
      learn: {optimizer: {adam: {rate: 0.002}}, batch: 32, fresh: 2, recent: 14, replay: 5000, averaging: 0.97, seed: %d%s}
      alerts: {score: none}
      """;

  private final FeatureSchema schema;
  private final OnlineLearner learner;
  private final Predictor predictor;
  private final Matrix x;
  private final Matrix memory = new Matrix(1, 0).resize(1);
  private final Matrix y = new Matrix(1, 2).resize(1);
  private ModelSnapshot serving;

  /**
   * @param more keys of the pipeline file's {@code learn}, such as ", drift: adwin"
   */
  public StreamLearner(Concept concept, long seed, String more) {
    String fields =
        IntStream.range(0, concept.width())
            .mapToObj(i -> "x" + i)
            .collect(Collectors.joining(", "));
    Pipeline pipeline =
        PipelineFile.parse("generated.yaml", PIPELINE.formatted(fields, seed, more));
    schema = pipeline.features();
    learner = new OnlineLearner(pipeline.model(), pipeline.learn(), 1, null, "benchmark");
    predictor = new Predictor(pipeline.model().network(), 1);
    x = new Matrix(1, schema.inputWidth()).resize(1);
    serving = learner.snapshot(0);
    predictor.load(serving.weights());
  }

  public OnlineLearner learner() {
    return learner;
  }

  /** What the features remember of a stream: nothing yet. */
  public double[] memory() {
    return new double[schema.stateSize()];
  }

  /**
   * The observed row of an event.
   *
   * @param memory of the stream, changed
   */
  public double[] observed(double[] row, int time, double[] memory) {
    double[] unexpected = new double[schema.numbersWidth()];
    Arrays.fill(unexpected, Double.NaN);
    double[] observed = new double[schema.observedWidth()];
    schema.observe(row, time, unexpected, memory, 0, observed, 0);
    return observed;
  }

  /** By how much the logit of a class is above the other's: positive where the answer is right. */
  public double margin(double[] observed, int label) {
    schema.input(observed, 0, serving.scaling(), x.data(), 0);
    predictor.step(x, memory, y);
    return y.data()[label] - y.data()[1 - label];
  }

  /** Gives the learner an event. */
  public void accept(double[] observed, int time) {
    learner.accept(new TrainingSequence("k", "" + time, time, 0, 1, observed));
    learner.advance(time);
  }

  /** Lets another version answer. */
  public void serve(ModelSnapshot version) {
    serving = version;
    predictor.load(version.weights());
  }
}

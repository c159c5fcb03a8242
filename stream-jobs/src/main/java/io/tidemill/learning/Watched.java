package io.tidemill.learning;

import io.tidemill.feature.Classification;
import io.tidemill.feature.FeatureScaling;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.math.Matrix;
import io.tidemill.network.Parameters;
import io.tidemill.pipeline.Drift;
import io.tidemill.serve.Predictor;
import io.tidemill.snapshot.ModelSpec;
import java.util.List;

/** Numbers of a sequence that are watched for changes. */
sealed interface Watched {

  /** What the numbers are of. */
  List<String> names();

  /**
   * Writes the numbers of a sequence that has not been learned yet; NaN: unknown.
   *
   * @param weights that are served now
   * @param scaling that goes with them
   */
  void write(TrainingSequence sequence, Parameters weights, FeatureScaling scaling, double[] to);

  /** What a pipeline names; whether its model has it was checked before. */
  static Watched of(Drift.On on, ModelSpec spec, SequenceShape shape, SequenceLoss loss) {
    return switch (on) {
      case LOSS -> new OfLoss(loss);
      case ERROR -> new OfError(spec, shape);
      case FEATURES -> new OfFeatures(spec.features().columns());
    };
  }

  /** What the newest outcome costs. */
  record OfLoss(SequenceLoss loss) implements Watched {
    @Override
    public List<String> names() {
      return List.of("loss");
    }

    @Override
    public void write(
        TrainingSequence sequence, Parameters weights, FeatureScaling scaling, double[] to) {
      to[0] = loss.of(sequence, weights, scaling);
    }
  }

  /** 1 where the newest event is given the wrong class, 0 where it is given the right one. */
  final class OfError implements Watched {
    private final FeatureSchema schema;
    private final int label;
    private final int steps;
    private final Predictor predictor;
    private final Matrix x;
    private final Matrix memory;
    private final Matrix y;

    OfError(ModelSpec spec, SequenceShape shape) {
      if (!(spec.task() instanceof Classification classification)) {
        throw new IllegalArgumentException(spec.name() + " gives no classes that could be wrong");
      }
      schema = spec.features();
      label = classification.labelColumn(schema);
      steps = shape.steps();
      predictor = new Predictor(spec.network(), 1);
      x = new Matrix(1, schema.inputWidth());
      memory = new Matrix(1, spec.network().stateSize());
      y = new Matrix(1, spec.network().outputSize());
      x.resize(1);
      memory.resize(1);
    }

    @Override
    public List<String> names() {
      return List.of("error");
    }

    @Override
    public void write(
        TrainingSequence sequence, Parameters weights, FeatureScaling scaling, double[] to) {
      double actual = sequence.observed()[sequence.newest() + label];
      if (Double.isNaN(actual)) {
        to[0] = Double.NaN;
        return;
      }
      predictor.load(weights);
      memory.fill(0);
      for (int row = Math.max(0, sequence.rows() - steps); row < sequence.rows(); row++) {
        int at = row * sequence.width();
        schema.input(sequence.observed(), at, scaling, x.data(), x.offset(0));
        predictor.step(x, memory, y);
      }
      int said = 0;
      for (int k = 1; k < y.columns(); k++) {
        said = y.data()[k] > y.data()[said] ? k : said;
      }
      to[0] = said == actual ? 0 : 1;
    }
  }

  /** The newest value of each observed column. */
  record OfFeatures(List<String> names) implements Watched {
    @Override
    public void write(
        TrainingSequence sequence, Parameters weights, FeatureScaling scaling, double[] to) {
      System.arraycopy(sequence.observed(), sequence.newest(), to, 0, to.length);
    }
  }
}

package io.tidemill.learning;

import io.tidemill.feature.FeatureScaling;
import io.tidemill.network.Parameters;
import io.tidemill.pipeline.Drift;
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
  static Watched of(Drift.On on, Recipe recipe, SequenceLoss loss) {
    return switch (on) {
      case LOSS -> new OfLoss(loss);
      case ERROR -> new OfError(new NewestClasses(recipe, 1));
      case FEATURES -> new OfFeatures(recipe.spec().features().columns());
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
  record OfError(NewestClasses classes) implements Watched {
    @Override
    public List<String> names() {
      return List.of("error");
    }

    @Override
    public void write(
        TrainingSequence sequence, Parameters weights, FeatureScaling scaling, double[] to) {
      double actual = classes.actual(sequence);
      classes.ask(List.of(sequence), scaling, weights);
      to[0] = Double.isNaN(actual) ? Double.NaN : classes.likeliest(0) == actual ? 0 : 1;
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

package io.tidemill.offline;

import io.tidemill.feature.FeatureScaling;
import io.tidemill.feature.Generation;
import io.tidemill.feature.StreamMoments;
import io.tidemill.learning.Recipe;
import io.tidemill.math.Noise;
import io.tidemill.network.Parameters;
import io.tidemill.pipeline.Learn;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSpec;
import io.tidemill.snapshot.ModelVersion;
import io.tidemill.snapshot.Provenance;
import io.tidemill.train.SequenceBatch;
import io.tidemill.train.Trainer;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Learns a model from the rows of a part, pass by pass, and keeps the weights that were best on the
 * rows of another. What comes out is a function of the rows, the settings and the seed.
 */
final class Fitting {
  private static final String TRAINED_BY = "tidemill train";

  private final ModelSpec spec;
  private final Learn learn;
  private final int epochs;
  private final int patience;
  private final Progress progress;

  /** Hears how the learning goes. */
  interface Progress {
    /**
     * A pass begins.
     *
     * @param epoch from 1
     * @param sequences about so many
     */
    void begins(int epoch, int sequences);

    /** So many sequences of the pass have been learned. */
    void learned(int sequences);

    /**
     * A pass has ended.
     *
     * @param loss mean of its batches
     * @param validation loss of the averaged weights on the other rows; NaN: there are none
     * @param best whether that is the best yet
     */
    void ended(int epoch, double loss, double validation, boolean best);
  }

  /**
   * @param epochs passes, at most
   * @param patience passes without a better loss on the other rows until it stops; 0: all are done
   */
  Fitting(ModelSpec spec, Learn learn, int epochs, int patience, Progress progress) {
    this.spec = spec;
    this.learn = learn;
    this.epochs = epochs;
    this.patience = patience;
    this.progress = progress;
  }

  /**
   * The model, as version 1.
   *
   * @param validation rows to choose the best weights by; without any outcome among them the last
   *     weights are taken
   * @param now by the clock, milliseconds
   * @throws IOException if there is nothing to learn, or the loss never was a number
   */
  ModelSnapshot fit(Part train, Part validation, long now) throws IOException {
    FeatureScaling scaling = scaling(train);
    Recipe recipe = new Recipe(spec, learn);
    Trainer trainer = recipe.trainer();
    SequenceBatch batch = recipe.batch();
    Batches training = new Batches(recipe, train, scaling);
    Batches judging = new Batches(recipe, validation, scaling);
    @Nullable Parameters best = null;
    double least = Double.POSITIVE_INFINITY;
    long sequences = 0;
    int waited = 0;
    for (int epoch = 1; epoch <= epochs && (patience == 0 || waited < patience); epoch++) {
      progress.begins(epoch, training.sequences());
      Mean loss = new Mean();
      sequences +=
          training.learn(
              Noise.bits(learn.seed(), epoch),
              batch,
              (learned, done) -> {
                loss.add(trainer.learn(learned), learned.totalWeight());
                progress.learned(done);
              });
      if (loss.isEmpty()) {
        throw new IOException(
            "there is nothing to learn: no row has an outcome, such as a label, or a value that is"
                + " a forecast's horizon later");
      }
      Mean judged = judge(judging, trainer, batch);
      double value = judged.isEmpty() ? loss.value() : judged.value();
      boolean better = judged.isEmpty() ? Double.isFinite(value) : value < least;
      waited = better ? 0 : waited + 1;
      if (better) {
        least = value;
        best = trainer.averaged().copy();
      }
      progress.ended(epoch, loss.value(), judged.value(), better);
    }
    if (best == null) {
      throw new IOException(
          "no pass ended with a loss that is a number: lower the optimizer's rate or learn.clip-norm"
              + " in the pipeline file, or scale the features");
    }
    return new ModelSnapshot(
        spec,
        new ModelVersion(1, trainer.steps()),
        best,
        scaling,
        new Provenance(TRAINED_BY, now, learnedUntil(train), trainer.steps(), sequences));
  }

  private Mean judge(Batches judging, Trainer trainer, SequenceBatch batch) {
    if (spec.task() instanceof Generation) {
      return new Mean(); // of two networks against each other no loss says how good they are
    }
    Mean loss = new Mean();
    judging.judge(
        batch,
        (judged, done) -> loss.add(trainer.loss(trainer.averaged(), judged), judged.totalWeight()));
    return loss;
  }

  private FeatureScaling scaling(Part train) {
    StreamMoments moments = new StreamMoments(spec.features());
    double[] observed = new double[spec.features().observedWidth()];
    for (int i = 0; i < train.keys().length; i++) {
      for (int row = train.from()[i]; row < train.to()[i]; row++) {
        train.rows().observe(train.keys()[i], row, observed, 0);
        moments.update(observed, 0);
      }
    }
    return moments.toScaling();
  }

  /** Of rows whose order says something: the newest time that was learned. */
  private static OptionalLong learnedUntil(Part train) {
    if (train.rows().independent()) {
      return OptionalLong.empty();
    }
    long newest = Long.MIN_VALUE;
    for (int i = 0; i < train.keys().length; i++) {
      if (train.to()[i] > train.from()[i]) {
        newest = Math.max(newest, train.rows().time(train.keys()[i], train.to()[i] - 1));
      }
    }
    return newest == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(newest);
  }

  /** A weighted mean; NaN of nothing, and as soon as a part of it is no number. */
  private static final class Mean {
    private double sum;
    private double weight;

    void add(double value, double by) {
      if (by > 0) {
        sum += value * by;
        weight += by;
      }
    }

    boolean isEmpty() {
      return weight == 0;
    }

    double value() {
      return sum / weight;
    }
  }
}

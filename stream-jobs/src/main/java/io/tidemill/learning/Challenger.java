package io.tidemill.learning;

import io.tidemill.ensemble.Halving;
import io.tidemill.feature.FeatureScaling;
import io.tidemill.math.Noise;
import io.tidemill.pipeline.Drift;
import io.tidemill.pipeline.Learn;
import io.tidemill.train.SequenceBatch;
import io.tidemill.train.Trainer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Untrained weights that learn in the shadow what comes after a change, and are compared with the
 * learner's own on every sequence before either has learned it. They are better once their mean
 * loss is lower by three standard errors of the difference, as {@link Halving} counts it.
 */
final class Challenger {
  private static final int OWN = 0;
  private static final int CHALLENGER = 1;

  /** Losses fade over so many sequences; fewer decide nothing. */
  private static final int FADING = 100;

  private static final Halving COMPARISON = new Halving(2, FADING, 1);

  private final Recipe recipe;
  private final Learn learn;
  private final SequenceLoss loss;
  private final SequenceBatch batch;
  private final double[] comparison = new double[COMPARISON.stateSize()];
  private final double[] losses = new double[2];

  private @Nullable Trainer trainer; // null: it never began
  private int known; // newest sequences of the replay buffer that it may learn from
  private long left; // sequences until it is given up; 0: there is none

  Challenger(Recipe recipe, SequenceLoss loss) {
    this.recipe = recipe;
    this.loss = loss;
    learn = recipe.learn();
    batch = recipe.batch();
  }

  /**
   * Begins to learn.
   *
   * @param change which one it is: each begins from weights of its own
   * @param known newest sequences of the replay buffer that are of after the change
   * @param sequences after which it is given up
   */
  void begin(long change, int known, long sequences) {
    trainer = recipe.trainer(Noise.bits(learn.seed(), change));
    Arrays.fill(comparison, 0);
    this.known = known;
    left = sequences;
  }

  boolean isLearning() {
    return left > 0;
  }

  /** Newest sequences of the replay buffer that it has learned from. */
  int known() {
    return known;
  }

  /** Compares before either learns; whether it is better by now. */
  boolean compare(List<TrainingSequence> newest, Trainer own, FeatureScaling scaling) {
    for (TrainingSequence sequence : newest) {
      losses[OWN] = loss.of(sequence, own.averaged(), scaling);
      losses[CHALLENGER] = loss.of(sequence, trainer().averaged(), scaling);
      if (Double.isFinite(losses[OWN]) && Double.isFinite(losses[CHALLENGER])) {
        COMPARISON.update(losses, comparison, 0);
      }
    }
    return COMPARISON.outcomes(comparison, 0) >= FADING
        && trainer().averaged().isFinite()
        && COMPARISON.lead(CHALLENGER, OWN, comparison, 0) >= Halving.ERRORS;
  }

  /** Mean loss of late and that of the learner's own weights, in words. */
  String evidence() {
    return "loss %.4g, the learner's own %.4g, over %d sequences"
        .formatted(
            COMPARISON.loss(CHALLENGER, comparison, 0),
            COMPARISON.loss(OWN, comparison, 0),
            COMPARISON.outcomes(comparison, 0));
  }

  /**
   * Learns a batch as the learner does, with replays of after the change alone.
   *
   * @param newest not in the replay buffer yet
   */
  void learn(List<TrainingSequence> newest, ReplayBuffer replay, FeatureScaling scaling) {
    int among = Math.min(learn.replay(), Math.max(Drift.SHOWN, known / 2)); // a change takes time
    int drawn = learn.batch() - learn.fresh() - learn.recent();
    List<TrainingSequence> again = replay.some(Math.min(learn.recent(), known), drawn, among);
    recipe.fill(batch, newest, again, scaling, trainer().steps());
    trainer().learn(batch);
    known = Math.min(learn.replay(), known + newest.size());
    left = Math.max(0, left - newest.size());
  }

  /** Hands its weights and their optimiser over, and is gone. */
  byte[] end() {
    left = 0;
    return trainer().state();
  }

  void write(DataOutput out, FlatCodec codec) throws IOException {
    out.writeLong(left);
    if (left > 0) {
      out.writeInt(known);
      codec.writeDoubles(comparison, out);
      codec.writeBytes(trainer().state(), out);
    }
  }

  void read(DataInput in, FlatCodec codec) throws IOException {
    left = in.readLong();
    if (left > 0) {
      known = in.readInt();
      codec.readDoubles(in, comparison);
      trainer = recipe.trainer();
      trainer.restore(codec.readBytes(in));
    }
  }

  private Trainer trainer() {
    return Objects.requireNonNull(trainer, "no challenger has begun");
  }
}

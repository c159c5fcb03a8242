package io.tidemill.learning;

import io.tidemill.evaluate.Evidence;
import io.tidemill.feature.FeatureScaling;
import io.tidemill.train.Trainer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps suspicious labels from the model until it is clear what they are: once labels contradict
 * sure answers more often than usual ({@link Contradictions}), those that do are no longer learned.
 * A second learner, split off at that moment, believes them; when it answers the labels that come
 * better than the doubting one, the world has changed and it takes over. When contradictions are as
 * rare as before, the labels were wrong and the second learner is dropped.
 *
 * <p>All of it is a function of the sequences. Confined to one thread.
 */
final class Quarantine implements LearnerMemory {
  private static final Evidence BETTER = new Evidence(0.5, 1e4);

  private final Recipe recipe;
  private final NewestClasses doubting;
  private final Contradictions contradictions = new Contradictions();
  private final double[] state = new double[Contradictions.SIZE + Evidence.SIZE];
  private @Nullable Believer believer; // null: nothing is under suspicion
  private boolean opening;
  private long withheld;
  private long alarms; // how often labels came under suspicion
  private long changes; // how often they turned out to be right

  /**
   * @param recipe of a classification
   */
  Quarantine(Recipe recipe) {
    this.recipe = recipe;
    doubting = new NewestClasses(recipe, recipe.learn().fresh());
  }

  /** A learner that learns what the first one is kept from, and what it has learned. */
  static final class Believer {
    final Trainer trainer;
    final ReplayBuffer replay;
    private final NewestClasses classes;

    private Believer(Recipe recipe) {
      trainer = recipe.trainer();
      replay = recipe.replay();
      classes = new NewestClasses(recipe, recipe.learn().fresh());
    }
  }

  /** Who believes what the learner does not; null: there is nothing that it does not believe. */
  @Nullable Believer believer() {
    return believer;
  }

  /**
   * Decides what to believe of the newest sequences, before they are learned.
   *
   * @param learner the first, doubting one; becomes the second where that takes over
   * @param learned what it has learned; likewise
   * @return those that it may learn
   */
  List<TrainingSequence> review(
      List<TrainingSequence> newest,
      FeatureScaling scaling,
      Trainer learner,
      ReplayBuffer learned) {
    doubting.ask(newest, scaling, learner.averaged());
    if (believer != null) {
      believer.classes.ask(newest, scaling, believer.trainer.averaged());
    }
    List<TrainingSequence> admitted = new ArrayList<>(newest.size());
    for (int i = 0; i < newest.size(); i++) {
      TrainingSequence sequence = newest.get(i);
      double actual = doubting.actual(sequence);
      if (Double.isNaN(actual) || !isSuspicious(i, (int) actual)) {
        admitted.add(sequence);
      } else {
        withheld++;
      }
      if (state[Contradictions.SIZE] >= BETTER.patience()) {
        believe(learner, learned);
        return newest;
      }
    }
    if (opening) {
      opening = false;
      believer = new Believer(recipe);
      believer.trainer.restore(learner.state());
      believer.replay.become(learned);
      alarms++;
    }
    return admitted;
  }

  /** Lets the second learner take over, if there is one. */
  void believe(Trainer learner, ReplayBuffer learned) {
    if (believer != null) {
      learner.restore(believer.trainer.state());
      learned.become(believer.replay);
      changes++;
      close();
    }
  }

  /** Of the label of a sequence asked for, in order. */
  private boolean isSuspicious(int row, int actual) {
    boolean sure = doubting.surety(row) > Contradictions.SURE;
    boolean contradicts = doubting.likeliest(row) != actual;
    if (believer == null) {
      opening |= sure && contradictions.alarm(contradicts, state);
      return false;
    }
    int better = (believer.classes.likeliest(row) == actual ? 1 : 0) - (contradicts ? 0 : 1);
    BETTER.add(better, state, Contradictions.SIZE);
    if (sure && contradictions.calm(contradicts, state)) {
      close();
    }
    return sure && contradicts;
  }

  @Override
  public void returned() {
    close();
  }

  @Override
  public void forget(String key) {
    if (believer != null) {
      believer.replay.forget(key);
    }
  }

  private void close() {
    believer = null;
    state[Contradictions.SIZE] = 0;
  }

  /** Labels that were not learned so far. */
  long withheld() {
    return withheld;
  }

  @Override
  public String name() {
    return "quarantine";
  }

  @Override
  public void write(DataOutput out, FlatCodec codec) throws IOException {
    codec.writeDoubles(state, out);
    out.writeLong(withheld);
    out.writeLong(alarms);
    out.writeLong(changes);
    out.writeBoolean(believer != null);
    if (believer != null) {
      codec.writeBytes(believer.trainer.state(), out);
      believer.replay.write(out, codec);
    }
  }

  @Override
  public void read(DataInput in, FlatCodec codec) throws IOException {
    codec.readDoubles(in, state);
    withheld = in.readLong();
    alarms = in.readLong();
    changes = in.readLong();
    believer = in.readBoolean() ? new Believer(recipe) : null;
    if (believer != null) {
      believer.trainer.restore(codec.readBytes(in));
      believer.replay.read(in, codec, Integer.MAX_VALUE);
    }
  }
}

package io.tidemill.learning;

import io.tidemill.evaluate.Evidence;
import io.tidemill.feature.Classification;
import io.tidemill.feature.FeatureScaling;
import io.tidemill.pipeline.Learn;
import io.tidemill.snapshot.ModelSpec;
import io.tidemill.train.Trainer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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

  private final int label;
  private final NewestClasses doubting;
  private final NewestClasses believing;
  private final Contradictions contradictions = new Contradictions();
  private final double[] state = new double[Contradictions.SIZE + Evidence.SIZE];
  private final Trainer believer;
  private final ReplayBuffer replay;
  private boolean opening;
  private boolean open;
  private long withheld;
  private long alarms;
  private long changes;

  /**
   * @param believer as a new one of the learner
   * @param replay of the size of the learner's
   */
  Quarantine(
      ModelSpec spec, Learn learn, SequenceShape shape, Trainer believer, ReplayBuffer replay) {
    label = ((Classification) spec.task()).labelColumn(spec.features());
    doubting = new NewestClasses(spec, shape, learn.fresh());
    believing = new NewestClasses(spec, shape, learn.fresh());
    this.believer = believer;
    this.replay = replay;
  }

  /** Whether a second learner believes what the first does not. */
  boolean isOpen() {
    return open;
  }

  /** The second learner, while there is one. */
  Trainer believer() {
    return believer;
  }

  /** What the second learner has learned. */
  ReplayBuffer replay() {
    return replay;
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
    float[][] doubted = doubting.of(newest, scaling, learner.averaged());
    float[][] believed = open ? believing.of(newest, scaling, believer.averaged()) : doubted;
    List<TrainingSequence> admitted = new ArrayList<>(newest.size());
    for (int i = 0; i < newest.size(); i++) {
      TrainingSequence sequence = newest.get(i);
      double actual = sequence.observed()[sequence.newest() + label];
      if (Double.isNaN(actual) || !contradicted(doubted[i], believed[i], (int) actual)) {
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
      believer.restore(learner.state());
      replay.become(learned);
      open = true;
      alarms++;
    }
    return admitted;
  }

  /** Lets the second learner take over, if there is one. */
  void believe(Trainer learner, ReplayBuffer learned) {
    if (open) {
      learner.restore(believer.state());
      learned.become(replay);
      changes++;
      close();
    }
  }

  private boolean contradicted(float[] doubted, float[] believed, int actual) {
    int answer = largest(doubted);
    boolean sure = doubted[answer] > Contradictions.SURE;
    boolean contradicts = answer != actual;
    if (!open) {
      opening |= sure && contradictions.alarm(contradicts, state);
      return false;
    }
    int better = (largest(believed) == actual ? 1 : 0) - (contradicts ? 0 : 1);
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
    replay.forget(key);
  }

  private void close() {
    open = false;
    replay.clear();
    state[Contradictions.SIZE] = 0;
  }

  private static int largest(float[] values) {
    int largest = 0;
    for (int k = 1; k < values.length; k++) {
      largest = values[k] > values[largest] ? k : largest;
    }
    return largest;
  }

  /** Labels that were not learned so far. */
  long withheld() {
    return withheld;
  }

  /** How often labels came under suspicion so far. */
  long alarms() {
    return alarms;
  }

  /** How often they turned out to be right. */
  long changes() {
    return changes;
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
    out.writeBoolean(open);
    if (open) {
      codec.writeBytes(believer.state(), out);
      replay.write(out, codec);
    }
  }

  @Override
  public void read(DataInput in, FlatCodec codec) throws IOException {
    codec.readDoubles(in, state);
    withheld = in.readLong();
    alarms = in.readLong();
    changes = in.readLong();
    open = in.readBoolean();
    if (open) {
      believer.restore(codec.readBytes(in));
      replay.read(in, codec, Integer.MAX_VALUE);
    }
  }
}

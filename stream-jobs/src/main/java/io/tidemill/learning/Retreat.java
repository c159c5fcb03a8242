package io.tidemill.learning;

import io.tidemill.evaluate.Evidence;
import io.tidemill.pipeline.Gate;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSnapshotCodec;
import io.tidemill.snapshot.SnapshotFormatException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Goes back to the best of the last marks once there is evidence that the newest one answers worse
 * by more than is tolerated. A mark is what a learner is at one of its steps. The newest and the
 * older ones are compared, one older one a step, on sequences that none of them has learned; all of
 * it is a function of the sequences.
 *
 * <p>The evidence is of differences of losses, in units of the older mark's usual loss and cut off
 * at 1: {@link Evidence}, good at any time.
 */
final class Retreat implements LearnerMemory {

  /** Sequences of a step that are compared. */
  private static final int MOST = 8;

  private static final double STAKE = 0.3;
  private static final double FADING = 0.02;

  private static final int WEALTH = 0;
  private static final int USUAL = 1;
  private static final int SIZE = 2;

  /**
   * What a learner was at a step.
   *
   * @param trainer and moments: to go on from there
   * @param model what it answered with
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Mark(byte[] trainer, double[] moments, ModelSnapshot model) {}

  private final Gate.Return rule;
  private final Evidence evidence;
  private final BiFunction<ModelSnapshot, ModelSnapshot, Trial> trials;
  private final List<Rival> rivals = new ArrayList<>(); // oldest first
  private @Nullable Mark newest;
  private long turns;
  private long returns;

  /**
   * @param trials of a newer model, then an older one
   */
  Retreat(Gate.Return rule, BiFunction<ModelSnapshot, ModelSnapshot, Trial> trials) {
    this.rule = rule;
    this.trials = trials;
    evidence = new Evidence(STAKE, rule.patience());
  }

  /** Adds the newest mark; the oldest goes where there are too many. */
  void mark(Mark mark) {
    if (newest != null) {
      rivals.add(new Rival(newest));
    }
    if (rivals.size() > rule.marks()) {
      rivals.remove(0);
    }
    begin(mark);
  }

  private void begin(Mark mark) {
    newest = mark;
    for (Rival rival : rivals) {
      rival.trial = trials.apply(mark.model(), rival.mark.model());
    }
  }

  /** Compares two marks on sequences that are not learned yet; the mark to go back to, if any. */
  Optional<Mark> judge(List<TrainingSequence> sequences) {
    if (rivals.isEmpty()) {
      return Optional.empty();
    }
    Rival rival = rivals.get((int) (turns++ % rivals.size()));
    if (!rival.judge(sequences.subList(0, Math.min(MOST, sequences.size())))) {
      return Optional.empty();
    }
    Rival best =
        rivals.stream()
            .filter(each -> each.state[WEALTH] > 1)
            .min(Comparator.comparingDouble(each -> each.state[USUAL]))
            .orElse(rival);
    rivals.subList(rivals.indexOf(best), rivals.size()).clear();
    rivals.forEach(Rival::clear);
    begin(best.mark);
    returns++;
    return Optional.of(best.mark);
  }

  @Override
  public void returned() {
    newest = null;
    rivals.clear();
  }

  /** How often earlier weights took the newer ones' place. */
  long returns() {
    return returns;
  }

  /** An older mark beside the newest. */
  private final class Rival {
    final Mark mark;
    final double[] state = new double[SIZE];
    @Nullable Trial trial;

    Rival(Mark mark) {
      this.mark = mark;
    }

    void clear() {
      Arrays.fill(state, 0);
    }

    /** Whether there is evidence that it answers better than the newest mark. */
    boolean judge(List<TrainingSequence> sequences) {
      Trial trial = Objects.requireNonNull(this.trial);
      trial.clear();
      trial.judge(sequences);
      double own = trial.servingLoss();
      if (trial.sequences() == 0 || !Double.isFinite(own)) {
        return false;
      }
      state[USUAL] = state[USUAL] == 0 ? own : state[USUAL] + FADING * (own - state[USUAL]);
      double excess = trial.candidateLoss() - (1 + rule.worseBy()) * own;
      double value = excess / Math.max(state[USUAL], Double.MIN_NORMAL);
      double cut = Double.isNaN(value) ? 1 : Math.max(-1, Math.min(1, value));
      return evidence.add(cut, state, WEALTH);
    }
  }

  @Override
  public String name() {
    return "retreat";
  }

  @Override
  public void write(DataOutput out, FlatCodec codec) throws IOException {
    out.writeLong(turns);
    out.writeLong(returns);
    out.writeBoolean(newest != null);
    if (newest != null) {
      write(newest, out, codec);
    }
    out.writeInt(rivals.size());
    for (Rival rival : rivals) {
      write(rival.mark, out, codec);
      codec.writeDoubles(rival.state, out);
    }
  }

  private static void write(Mark mark, DataOutput out, FlatCodec codec) throws IOException {
    codec.writeBytes(mark.trainer(), out);
    codec.writeDoubles(mark.moments(), out);
    codec.writeBytes(ModelSnapshotCodec.encode(mark.model()), out);
  }

  @Override
  public void read(DataInput in, FlatCodec codec) throws IOException {
    turns = in.readLong();
    returns = in.readLong();
    Mark mark = in.readBoolean() ? readMark(in, codec) : null;
    rivals.clear();
    int kept = in.readInt();
    for (int i = 0; i < kept; i++) {
      Rival rival = new Rival(readMark(in, codec));
      codec.readDoubles(in, rival.state);
      rivals.add(rival);
    }
    newest = null;
    if (mark != null) {
      begin(mark);
    }
  }

  private static Mark readMark(DataInput in, FlatCodec codec) throws IOException {
    byte[] trainer = codec.readBytes(in);
    double[] moments = codec.readDoubles(in);
    try {
      return new Mark(trainer, moments, ModelSnapshotCodec.decode(codec.readBytes(in)));
    } catch (SnapshotFormatException e) {
      throw new IOException("a mark's model: " + e.getMessage(), e);
    }
  }
}

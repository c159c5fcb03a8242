package io.tidemill.learning;

import io.tidemill.feature.FeatureScaling;
import io.tidemill.pipeline.Drift;
import io.tidemill.train.Trainer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Does what the pipeline declares when the stream has changed. When and what is a function of the
 * sequences alone.
 */
final class DriftResponse implements LearnerMemory {
  private final Drift drift;
  private final DriftWatch watch;
  private final Challenger challenger;
  private final Queue<DriftEvent> events = new ArrayDeque<>();

  private long changes;
  private double factor = 1;
  private long raised; // steps that the factor is still for
  private long since = Long.MAX_VALUE; // sequences since the replay buffer was forgotten

  /**
   * @param trainer that knows the loss
   */
  DriftResponse(Recipe recipe, Drift drift, Trainer trainer) {
    this.drift = drift;
    SequenceLoss loss = new SequenceLoss(recipe, trainer);
    watch = new DriftWatch(drift, Watched.of(drift.on(), recipe, loss));
    challenger = new Challenger(recipe, loss);
  }

  /**
   * Looks at sequences before they are learned, and does what is to be done.
   *
   * @param state of the learner, changed where something is done
   * @return whether the stream has changed
   */
  boolean look(List<TrainingSequence> newest, LearnerState state) {
    FeatureScaling scaling = state.moments.toScaling();
    if (challenger.isLearning() && challenger.compare(newest, state.trainer, scaling)) {
      int known = challenger.known();
      state.trainer.restore(challenger.end());
      state.mark = state.trainer.state();
      state.replay.keep(known);
      tell(state, "the challenger took over: " + challenger.evidence());
    }
    List<String> found = watch.look(newest, state.trainer.averaged(), scaling);
    if (!found.isEmpty()) {
      changes++;
      List<String> done = new ArrayList<>();
      for (Drift.Reaction reaction : drift.then()) {
        done.add(react(reaction, state));
      }
      tell(state, String.join(", ", found) + ": " + String.join(", ", done));
    }
    return !found.isEmpty();
  }

  private String react(Drift.Reaction reaction, LearnerState state) {
    if (reaction instanceof Drift.RaiseRate raise) {
      factor = raise.factor();
      raised = raise.steps();
      return "steps are %s times as long for %d steps".formatted(raise.factor(), raise.steps());
    } else if (reaction instanceof Drift.ResetOptimizer) {
      state.trainer.resetOptimizer();
      return "the optimiser began anew";
    } else if (reaction instanceof Drift.ForgetBuffer forget) {
      state.replay.keep(forget.keep());
      since = forget.keep();
      return "the replay buffer was forgotten but for " + forget.keep();
    } else if (reaction instanceof Drift.Challenge challenge) {
      challenger.begin(changes, Drift.SHOWN, challenge.sequences());
      return "a challenger began";
    }
    return "told";
  }

  private void tell(LearnerState state, String text) {
    events.add(new DriftEvent(state.sequences, state.lastTime, text));
  }

  /** What the length of the next step is to be multiplied by. */
  double factor() {
    return raised > 0 ? factor : 1;
  }

  /**
   * Of how many newest sequences replays are drawn: after the buffer was forgotten the newer half
   * of what has come since, as a change may take its time.
   */
  int among(int most) {
    return (int) Math.min(most, Math.max(Drift.SHOWN, since / 2));
  }

  /**
   * Takes note of a step that was taken.
   *
   * @param newest sequences of the step, not in the replay buffer yet
   * @param scaling of the step
   */
  void learned(List<TrainingSequence> newest, LearnerState state, FeatureScaling scaling) {
    raised = Math.max(0, raised - 1);
    since = since == Long.MAX_VALUE ? since : since + newest.size();
    if (challenger.isLearning()) {
      challenger.learn(newest, state.replay, scaling);
      if (!challenger.isLearning()) {
        tell(state, "the challenger was given up: " + challenger.evidence());
      }
    }
  }

  /** What was found or done next, of what has not been told yet. */
  @Nullable DriftEvent poll() {
    return events.poll();
  }

  @Override
  public String name() {
    return "drift";
  }

  @Override
  public void write(DataOutput out, FlatCodec codec) throws IOException {
    codec.writeText(setting(), out);
    out.writeLong(changes);
    out.writeDouble(factor);
    out.writeLong(raised);
    out.writeLong(since);
    watch.write(out, codec);
    challenger.write(out, codec);
  }

  @Override
  public void read(DataInput in, FlatCodec codec) throws IOException {
    if (codec.readText(in).equals(setting())) { // of another one it begins anew
      changes = in.readLong();
      factor = in.readDouble();
      raised = in.readLong();
      since = in.readLong();
      watch.read(in, codec);
      challenger.read(in, codec);
    }
    events.clear();
  }

  private String setting() {
    return drift.detector() + " on " + drift.on();
  }
}

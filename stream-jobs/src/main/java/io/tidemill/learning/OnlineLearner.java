package io.tidemill.learning;

import io.tidemill.feature.Classification;
import io.tidemill.feature.FeatureScaling;
import io.tidemill.feature.StreamMoments;
import io.tidemill.pipeline.Gate;
import io.tidemill.pipeline.Learn;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSpec;
import io.tidemill.snapshot.ModelVersion;
import io.tidemill.snapshot.Provenance;
import io.tidemill.train.SequenceBatch;
import io.tidemill.train.Trainer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Learns training sequences in event-time order and proposes versions to the {@link Gate}.
 *
 * <p>In that order the weights are a function of the sequences alone: those up to the watermark are
 * sorted by (time, key, id) and cut into batches by count, so neither the order of their arrival
 * nor where the watermarks fell shows in them, and {@link #state} and {@link #restore} are exact.
 * What depends on the clock is only which of the steps become versions; a version's sequence is its
 * number of steps, so the same version always has the same weights. Of sequences that are learned
 * on arrival all this holds for the order in which they came.
 *
 * <pre>{@code
 * learner.accept(sequence);              // for every one, in any order
 * learner.advance(watermark);
 * while (learner.step()) {
 *   learner.propose(now);                // when a version is due
 *   learner.verdict().ifPresent(...);    // publish it or say why not
 * }
 * }</pre>
 *
 * <p>Confined to one thread.
 */
public final class OnlineLearner {
  /** Steps from one copy of the weights, kept in case they become infinite, to the next. */
  static final int STEPS_PER_MARK = 100;

  private static final double LOSS_SHARE = 0.02;

  /** Values of each column that the scaling of the version it begins from counts for. */
  private static final double KNOWN_VALUES = 10_000;

  private final ModelSpec spec;
  private final Learn learn;
  private final Recipe recipe;
  private final String trainedBy;
  private final SequenceBatch batch;
  private final byte[] beginning;
  private final long fingerprint;

  private final LearnerState state;
  private final @Nullable Quarantine quarantine;
  private final @Nullable Retreat retreat;
  private final Proposals proposals;
  private final @Nullable DriftResponse drift;
  private final Outliers outliers;
  private final Forgotten forgotten = new Forgotten();

  /**
   * A learner that has learned nothing yet: it begins with the weights and the scaling of the
   * version in service, without one untrained.
   *
   * @param epoch of its versions: above that of any version published before
   * @param serving the version in service, if it is one of this model
   * @param trainedBy what the versions are to say of their origin
   */
  public OnlineLearner(
      ModelSpec spec, Learn learn, int epoch, @Nullable ModelSnapshot serving, String trainedBy) {
    this.spec = spec;
    this.learn = learn;
    this.trainedBy = trainedBy;
    fingerprint = spec.fingerprint();
    recipe = new Recipe(spec, learn);
    batch = recipe.batch();
    Trainer trainer = recipe.trainer();
    Gate gate = learn.gate();
    quarantine =
        spec.task() instanceof Classification && gate.quarantine() ? new Quarantine(recipe) : null;
    outliers = new Outliers(spec.features(), gate.outliers());
    proposals = new Proposals(recipe, trainer);
    retreat = gate.back() == null ? null : new Retreat(gate.back(), proposals::trial);
    StreamMoments moments = new StreamMoments(spec.features());
    if (serving != null && serving.weights().isFinite()) {
      trainer.begin(serving.weights());
      moments.restore(serving.scaling(), KNOWN_VALUES);
    }
    beginning = trainer.state();
    drift = learn.drift() == null ? null : new DriftResponse(recipe, learn.drift(), trainer);
    state =
        new LearnerState(
            trainer,
            moments,
            recipe.replay(),
            recipe.shape().rows(),
            epoch,
            Stream.of(forgotten, outliers, drift, quarantine, retreat)
                .filter(Objects::nonNull)
                .toList());
    state.serving = serving;
  }

  /** Lets the JVM compile what learns, before there is something to learn. */
  public void warmUp(Duration limit) {
    state.trainer.warmUp(limit);
  }

  /**
   * Takes a sequence to learn: on arrival with the next step; in event-time order once the
   * watermark has passed it, while one behind it is only counted.
   */
  public void accept(TrainingSequence sequence) {
    boolean onArrival = learn.order() == Learn.Order.ARRIVAL;
    if (sequence.time() <= state.watermark && !onArrival) {
      state.late++;
    } else if (!forgotten.covers(sequence)) {
      (onArrival ? state.ready : state.waiting).add(sequence);
    }
  }

  /** Says that every sequence up to this event time, milliseconds, has been given. */
  public void advance(long watermark) {
    if (watermark <= state.watermark) {
      return;
    }
    state.watermark = watermark;
    forgotten.advance(watermark);
    for (TrainingSequence next = state.waiting.peek();
        next != null && next.time() <= watermark;
        next = state.waiting.peek()) {
      state.ready.add(state.waiting.remove());
    }
  }

  /** Learns the next batch; false: fewer sequences than a batch takes are behind the watermark. */
  public boolean step() {
    if (state.ready.size() < learn.fresh()) {
      return false;
    }
    learn(learn.fresh());
    return true;
  }

  /** Learns what is left behind the watermark, too little for a batch: nothing more will come. */
  public void stepOverRest() {
    while (step()) {}
    if (!state.ready.isEmpty()) {
      learn(state.ready.size());
    }
  }

  private void learn(int fresh) {
    List<TrainingSequence> all = new ArrayList<>(fresh);
    for (int i = 0; i < fresh; i++) {
      TrainingSequence sequence = state.ready.remove();
      all.add(sequence);
      state.lastTime = Math.max(state.lastTime, sequence.time());
    }
    List<TrainingSequence> newest = outliers.without(all, state.moments);
    proposals.judge(newest);
    if (retreat != null) {
      retreat.judge(newest).ifPresent(this::goBack);
    }
    if (drift != null && drift.look(newest, state) && quarantine != null) {
      quarantine.believe(state.trainer, state.replay);
    }
    for (TrainingSequence sequence : all) {
      state.moments.update(sequence.observed(), sequence.newest());
    }
    FeatureScaling scaling = state.moments.toScaling();
    List<TrainingSequence> believed = newest;
    if (quarantine != null) {
      believed = quarantine.review(newest, scaling, state.trainer, state.replay);
      Quarantine.Believer believer = quarantine.believer();
      if (believer != null) {
        fill(newest, believer.replay, scaling);
        believer.trainer.learn(batch);
        newest.forEach(believer.replay::add);
      }
    }
    fill(believed, state.replay, scaling);
    long skipped = state.trainer.skipped();
    double loss = state.trainer.learn(batch, drift == null ? 1 : drift.factor());
    if (drift != null) {
      drift.learned(believed, state, scaling);
    }
    believed.forEach(state.replay::add);
    state.steps++;
    state.sequences += fresh;
    if (!Double.isNaN(loss)) {
      state.trainLoss =
          Double.isNaN(state.trainLoss)
              ? loss
              : state.trainLoss + LOSS_SHARE * (loss - state.trainLoss);
    }
    stayFinite(state.trainer.skipped() > skipped);
  }

  private void fill(List<TrainingSequence> newest, ReplayBuffer replay, FeatureScaling scaling) {
    int drawn = learn.batch() - learn.fresh() - learn.recent();
    int among = drift == null ? learn.replay() : drift.among(learn.replay());
    List<TrainingSequence> again = replay.some(learn.recent(), drawn, among);
    recipe.fill(batch, newest, again, scaling, state.steps);
  }

  /**
   * Returns to the last mark when the weights or what they lead to are no longer finite, and to
   * where it began when that has not helped. As inputs and targets are bounded, it is never one
   * sequence alone that leads there. Marks are set by count, so this too is a function of the
   * sequences.
   */
  private void stayFinite(boolean skipped) {
    Trainer trainer = state.trainer;
    if (skipped || !trainer.weights().isFinite() || !trainer.averaged().isFinite()) {
      trainer.restore(state.recoveredSinceMark ? beginning : state.mark);
      state.recoveries++;
      state.recoveredSinceMark = true;
    } else if (state.steps % STEPS_PER_MARK == 0) {
      state.mark = trainer.state();
      state.recoveredSinceMark = false;
      if (retreat != null) {
        retreat.mark(new Retreat.Mark(state.mark, state.moments.state(), snapshot(0)));
      }
    }
  }

  private void goBack(Retreat.Mark mark) {
    state.trainer.restore(mark.trainer());
    state.moments.restore(mark.moments());
  }

  /**
   * Freezes the weights as a candidate, unless one is on trial already or there is nothing new.
   *
   * @param now by the clock, milliseconds
   */
  public void propose(long now) {
    if (!proposals.isOpen() && state.steps >= learn.gate().firstSteps() && isNew()) {
      proposals.open(snapshot(now), state.serving);
    }
  }

  /** The end of the trial, if it has come to its end. */
  public Optional<Verdict> verdict() {
    return noted(proposals.verdict());
  }

  /**
   * Ends a trial now: on a slow stream the sequences that are wanting would come late, and so would
   * the version. In their place the trial is held on the newest ones, which the candidate has
   * learned; that still tells nonsense from sense.
   */
  public Optional<Verdict> conclude() {
    return noted(proposals.conclude(state.replay.newest(learn.gate().trialSequences())));
  }

  private Optional<Verdict> noted(Optional<Verdict> verdict) {
    verdict.filter(Verdict::accepted).ifPresent(it -> state.serving = it.candidate());
    return verdict;
  }

  private boolean isNew() {
    return state.serving == null
        || state.serving.version().compareTo(new ModelVersion(state.epoch, state.steps)) < 0;
  }

  /**
   * A copy of the weights as they are served, whatever the gate would say of them.
   *
   * @param now by the clock, milliseconds
   */
  public ModelSnapshot snapshot(long now) {
    return new ModelSnapshot(
        spec,
        new ModelVersion(state.epoch, state.steps),
        state.trainer.averaged().copy(),
        state.moments.toScaling(),
        new Provenance(trainedBy, now, learnedUntil(), state.steps, state.sequences));
  }

  /** Everything that the next steps depend on; a trial in progress is not part of it. */
  public byte[] state() {
    return state.encode(fingerprint);
  }

  /**
   * Continues exactly where {@link #state} was taken, if it is of this model. If it is not, only
   * its epoch counts: what was learned cannot be used, but its versions may be in service.
   *
   * @return whether it is of this model
   */
  public boolean restore(byte[] saved) {
    proposals.drop();
    return state.restore(saved, fingerprint);
  }

  /**
   * Takes note of what was published since the restored state was saved: candidates are tried
   * against the version in service, and where that is of a later epoch, versions go on above it.
   *
   * @param epoch of the newest version published
   * @param serving the version in service, if it is one of this model
   */
  public void overtake(int epoch, @Nullable ModelSnapshot serving) {
    if (epoch > state.epoch) {
      state.epoch = epoch + 1;
    }
    if (serving != null
        && (state.serving == null || serving.version().compareTo(state.serving.version()) > 0)) {
      state.serving = serving;
    }
  }

  /**
   * Goes on from a version as a learner does that begins with it; what is to be learned stays.
   *
   * @param fromEpoch the least epoch of what is learned from here
   */
  public void returnTo(ModelSnapshot version, int fromEpoch) {
    proposals.drop();
    state.trainer.restore(beginning);
    state.trainer.begin(version.weights());
    state.moments.restore(version.scaling(), KNOWN_VALUES);
    state.returned(version, fromEpoch);
  }

  /** Drops what is kept of a key and comes of it until an event time; weights and moments stay. */
  public void forget(String key, long until) {
    if (until > state.watermark) {
      forgotten.add(key, until);
    }
    state.forget(key);
  }

  /**
   * Every outcome up to here is in the weights; of those learned on arrival it is the newest.
   * Served weights that are averages have begun to include the newest outcomes, to the extent the
   * averaging gives to one step.
   */
  private OptionalLong learnedUntil() {
    if (state.sequences == 0) {
      return OptionalLong.empty();
    }
    if (learn.order() == Learn.Order.ARRIVAL) {
      return OptionalLong.of(state.lastTime);
    }
    TrainingSequence next = state.ready.peek();
    if (next != null) {
      return OptionalLong.of(next.time() - 1);
    }
    return OptionalLong.of(state.watermark == Long.MAX_VALUE ? state.lastTime : state.watermark);
  }

  /** The next change of the stream that was found and has not been asked for yet; null: none. */
  public @Nullable DriftEvent drift() {
    return drift == null ? null : drift.poll();
  }

  public Progress progress() {
    return new Progress(
        state.epoch,
        state.steps,
        state.sequences,
        learnedUntil(),
        state.trainLoss,
        state.ready.size() + state.waiting.size(),
        state.late,
        state.recoveries,
        outliers.passedOver(),
        quarantine == null ? 0 : quarantine.withheld(),
        quarantine != null && quarantine.believer() != null,
        retreat == null ? 0 : retreat.returns());
  }
}

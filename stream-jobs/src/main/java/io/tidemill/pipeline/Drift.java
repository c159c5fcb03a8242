package io.tidemill.pipeline;

import io.tidemill.drift.DriftDetector;
import io.tidemill.feature.Classification;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of the stream is watched for changes, and what the learner does about one.
 *
 * @param then done in this order; a change while a challenge or a raised rate is not over begins it
 *     anew
 */
public record Drift(DriftDetector detector, On on, List<Reaction> then) {

  /** What is watched. */
  public enum On {
    /** What each sequence costs the weights that are served, before it is learned. */
    LOSS,
    /** Whether its newest event is given the wrong class. */
    ERROR,
    /** The newest value of each observed column, by a detector of its own. */
    FEATURES
  }

  /** Columns that can be watched. */
  public static final int MOST_COLUMNS = 256;

  /** Newest sequences that are taken to be of after a change when it is found. */
  public static final int SHOWN = 32;

  /** What is done about a change. */
  public sealed interface Reaction
      permits RaiseRate, ResetOptimizer, ForgetBuffer, Challenge, Tell {}

  /**
   * Makes steps longer for a while.
   *
   * @param factor of each step, above 0 and at most 1000
   * @param steps so many of them, at least 1
   */
  public record RaiseRate(double factor, int steps) implements Reaction {
    public RaiseRate {
      if (!(factor > 0 && factor <= 1000) || steps < 1) {
        throw new IllegalArgumentException(
            "raise-rate by %s for %d steps: want a factor above 0 and up to 1000, and at least 1 step"
                .formatted(factor, steps));
      }
    }

    /** For 500 steps. */
    public RaiseRate(double factor) {
      this(factor, 500);
    }

    /** Twice as long. */
    public RaiseRate() {
      this(2);
    }
  }

  /** Lets the optimiser and the average of the weights that is served begin anew. */
  public record ResetOptimizer() implements Reaction {}

  /**
   * Forgets the replay buffer.
   *
   * @param keep newest sequences that stay, at least 0
   */
  public record ForgetBuffer(int keep) implements Reaction {
    public ForgetBuffer {
      if (keep < 0) {
        throw new IllegalArgumentException(
            "forget-buffer.keep is " + keep + ": must be at least 0");
      }
    }

    /** All but those that showed the change. */
    public ForgetBuffer() {
      this(SHOWN);
    }
  }

  /**
   * Lets a learner of untrained weights learn what comes after the change; it takes over once it
   * does better.
   *
   * @param sequences after which it is given up, at least 200
   */
  public record Challenge(int sequences) implements Reaction {
    public Challenge {
      if (sequences < 200) {
        throw new IllegalArgumentException(
            "challenge.sequences is " + sequences + ": must be at least 200");
      }
    }

    /** Within 5,000 sequences. */
    public Challenge() {
      this(5000);
    }
  }

  /** Does nothing but say so, as all of them do. */
  public record Tell() implements Reaction {}

  /** What is done where the pipeline does not say it. */
  static List<Reaction> usual(Learn learn) {
    List<Reaction> usual = new ArrayList<>();
    if (learn.replay() > 0) {
      usual.add(new ForgetBuffer());
    }
    if (learn.optimizer().isScalable()) {
      usual.add(new RaiseRate());
    }
    return usual.isEmpty() ? List.of(new Tell()) : usual;
  }

  public Drift {
    then = List.copyOf(then);
  }

  /** What speaks against it where this is learned in this way; null: nothing. */
  @Nullable String objection(Learn learn, Task task, FeatureSchema features) {
    if (detector.isOfErrors() && on != On.ERROR) {
      return "the detector looks at right and wrong answers: say on: error";
    }
    if (on == On.ERROR && !(task instanceof Classification)) {
      return "on: error goes with task: classify; say on: loss";
    }
    int columns = features.observedWidth();
    if (on == On.FEATURES && columns > MOST_COLUMNS) {
      return "on: features watches at most %d columns, and there are %d: say on: loss"
          .formatted(MOST_COLUMNS, columns);
    }
    for (Reaction reaction : then) {
      if (reaction instanceof RaiseRate && !learn.optimizer().isScalable()) {
        return "raise-rate does not go with " + learn.optimizer() + ", whose rate falls by itself";
      }
      if (reaction instanceof ForgetBuffer && learn.replay() == 0) {
        return "forget-buffer finds nothing to forget, as there is no replay";
      }
    }
    return null;
  }
}

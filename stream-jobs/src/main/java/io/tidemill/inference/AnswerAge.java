package io.tidemill.inference;

import io.tidemill.inference.EntityLayout.Part;
import io.tidemill.pipeline.MaxAge;
import io.tidemill.pipeline.MaxAge.Past;
import io.tidemill.snapshot.ModelSnapshot;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of answers by a model that has not learned for too long. Where the last good one is
 * held, a key remembers [1 once there is one, its numbers].
 */
final class AnswerAge {
  private final @Nullable MaxAge maxAge;
  private final int width;
  private long learnedUntil = Long.MIN_VALUE; // event time, ms
  private String stale = ""; // why an answer is withheld

  /**
   * @param maxAge of what a model has learned; null: any
   * @param width numbers of an answer
   */
  AnswerAge(@Nullable MaxAge maxAge, int width) {
    this.maxAge = maxAge;
    this.width = width;
  }

  /** What a key remembers. */
  Part part() {
    return holds() ? new Part("held answer", 1 + width) : new Part("", 0);
  }

  private boolean holds() {
    return maxAge != null && maxAge.past() == Past.HOLD;
  }

  /** This model answers from now on. */
  void serve(ModelSnapshot model) {
    learnedUntil = model.provenance().learnedUntil().orElse(Long.MIN_VALUE);
    if (maxAge != null) {
      stale =
          "the model learned %s: max-age is %d ms"
              .formatted(
                  learnedUntil == Long.MIN_VALUE
                      ? "from no stream"
                      : "until " + Instant.ofEpochMilli(learnedUntil),
                  maxAge.age().toMillis());
    }
  }

  /**
   * Marks, withholds or replaces the answer to a row if it is too old. The memory has gone on all
   * the same: a younger model answers the next event from there.
   *
   * @param time of the event, ms
   * @param state of its key, which remembers the answer if it is good and the event in order
   */
  void check(long time, int row, Answers answers, double[] state, int offset) {
    if (maxAge == null) {
      return;
    }
    int from = row * width;
    if (!maxAge.isPast(time, learnedUntil)) {
      if (holds() && answers.advances(row)) {
        state[offset] = 1;
        System.arraycopy(answers.values, from, state, offset + 1, width);
      }
      return;
    }
    answers.stale[row] = true;
    boolean isHeld = holds() && state[offset] != 0;
    if (isHeld) {
      System.arraycopy(state, offset + 1, answers.values, from, width);
    } else if (maxAge.past() != Past.MARK) {
      answers.unscored[row] = stale;
    }
  }
}

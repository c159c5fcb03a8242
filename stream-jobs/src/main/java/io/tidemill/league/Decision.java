package io.tidemill.league;

import java.util.Locale;

/**
 * What was decided about a candidate, and by what evidence.
 *
 * @param outcomes that were known by then
 * @param time event time of the last of them, milliseconds
 * @param loss faded mean of the candidate's losses: log-loss, or absolute error in usual changes
 * @param rival whom it was compared with on the same outcomes
 * @param rivalLoss faded mean of the rival's losses
 * @param errors standard errors that the difference of the losses is long
 */
public record Decision(
    Kind kind,
    String candidate,
    long outcomes,
    long time,
    double loss,
    String rival,
    double rivalLoss,
    double errors) {

  /** What became of the candidate. */
  public enum Kind {
    /** It does better than the one before it in this place. */
    PROMOTED,
    /** It is among the worse half at the end of a round, and learns no longer. */
    DROPPED
  }

  /** The decision in words. */
  public String reason() {
    return switch (kind) {
      case PROMOTED -> reason("leads", "better than");
      case DROPPED -> reason("is dropped", "worse than");
    };
  }

  private String reason(String what, String than) {
    return String.format(
        Locale.ROOT,
        "%s %s after %,d outcomes: loss %.4f is %s %.4f of %s by %.1f standard errors",
        candidate,
        what,
        outcomes,
        loss,
        than,
        rivalLoss,
        rival,
        errors);
  }
}

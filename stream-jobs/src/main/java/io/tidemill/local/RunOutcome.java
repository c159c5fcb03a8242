package io.tidemill.local;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param failure what went wrong, in one line; null: nothing
 * @param interrupted whether Ctrl-C or SIGTERM ended it
 */
public record RunOutcome(Summary summary, @Nullable String failure, boolean interrupted) {

  RunOutcome withLog(Path log) {
    return new RunOutcome(summary, failure + "; the log is " + log, interrupted);
  }

  /** 0: done, 1: failed, 130: ended by a signal, as shells report it. */
  public int exitCode() {
    if (failure != null) {
      return 1;
    }
    return interrupted ? Interruption.EXIT_CODE : 0;
  }
}

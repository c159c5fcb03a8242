package io.tidemill.snapshot;

import java.util.OptionalLong;

/**
 * Where the weights of a snapshot come from.
 *
 * @param trainedBy job or command that made them
 * @param createdAt by the clock, ms since 1970
 * @param learnedUntil every outcome up to this event time, ms since 1970, has been learned; empty
 *     when nothing has
 * @param steps optimiser steps taken
 * @param sequences training sequences seen
 */
public record Provenance(
    String trainedBy, long createdAt, OptionalLong learnedUntil, long steps, long sequences) {

  public Provenance {
    if (steps < 0 || sequences < 0) {
      throw new IllegalArgumentException(
          steps + " steps, " + sequences + " sequences: neither may be negative");
    }
  }
}

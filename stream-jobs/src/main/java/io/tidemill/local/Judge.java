package io.tidemill.local;

import java.util.List;

/** Who knows what was truly wrong. */
@FunctionalInterface
public interface Judge {

  /**
   * The faults that began before an event time.
   *
   * @param time milliseconds
   */
  List<KnownFault> faultsUntil(long time);
}

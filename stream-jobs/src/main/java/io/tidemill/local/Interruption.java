package io.tidemill.local;

import org.jline.utils.Signals;

/**
 * Ctrl-C and SIGTERM: the first one asks the run to end, the second ends the JVM. A signal handler
 * and no shutdown hook, because the run still needs a living JVM to end well.
 */
final class Interruption {

  /** What shells report of a process that SIGINT ended: 128 + 2. */
  static final int EXIT_CODE = 130;

  private volatile boolean requested;

  static Interruption listen() {
    Interruption interruption = new Interruption();
    Signals.register("INT", interruption::request);
    Signals.register("TERM", interruption::request);
    return interruption;
  }

  boolean requested() {
    return requested;
  }

  void request() {
    if (requested) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
    requested = true;
  }
}

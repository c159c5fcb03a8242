package io.tidemill.benchmark.drift;

/** How a rule gives way to another. */
enum Change {
  /** It never does. */
  NONE,
  /** From one event to the next. */
  ABRUPT,
  /** Over a thousand events, ever more of which follow the new one. */
  GRADUAL,
  /** From one event to the next, to and fro between two rules. */
  RECURRING;

  /** Events over which both rules hold. */
  static final int GRADUALLY = 1000;

  /** The rule of a stretch between two changes. */
  long rule(int stretch) {
    return switch (this) {
      case NONE -> 0;
      case ABRUPT, GRADUAL -> stretch;
      case RECURRING -> stretch % 2;
    };
  }
}

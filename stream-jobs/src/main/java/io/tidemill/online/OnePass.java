package io.tidemill.online;

import io.tidemill.kafka.Event;
import io.tidemill.learning.DriftEvent;
import java.util.List;

/**
 * Answers the events of a stream in order and learns from each before anything later is answered.
 */
sealed interface OnePass permits TestThenTrain, LeagueInOnePass {

  /** Takes the next event of the stream. */
  void accept(Event event);

  /** Answers and learns what is left. */
  void finish();

  /** Events answered from copies and not learned, as a newer one of their key came before. */
  long outOfOrder();

  /** Events not answered, as a feature that must not be missing is. */
  long dropped();

  /** Optimiser steps taken. */
  long steps();

  /** What the learners said of changes of the stream, in order; empty where none looks at them. */
  List<DriftEvent> drifts();
}

package io.tidemill.online;

import io.tidemill.learning.KeyHistory;
import io.tidemill.learning.SequenceAssembler;
import io.tidemill.snapshot.ModelSpec;

/** What is remembered of a key: its features', its network's and its learner's. */
final class KeyState {
  final double[] features;
  final float[] memory;
  final KeyHistory history;

  /** Number among the keys, in the order of their appearance. */
  final int index;

  /** Event time of the newest event; the smallest long: none yet. */
  long lastTime = Long.MIN_VALUE;

  /** Events in order so far. */
  long rows;

  KeyState(int index, ModelSpec spec, SequenceAssembler assembler) {
    this.index = index;
    features = new double[spec.features().stateSize()];
    memory = new float[spec.network().stateSize()];
    history = assembler.history();
  }
}

package io.tidemill.learning;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What the next steps of a learner depend on beside weights, moments and sequences. */
interface LearnerMemory {

  /** Says in a saved state whose bytes follow; never to be changed. */
  String name();

  /** Lets go of what was learned: the learner goes on from an earlier version. */
  default void returned() {}

  /** Drops what is kept of a key. */
  default void forget(String key) {}

  void write(DataOutput out, FlatCodec codec) throws IOException;

  /** Continues exactly where {@link #write} was called. */
  void read(DataInput in, FlatCodec codec) throws IOException;
}

package io.tidemill.inference;

/** What all subtasks of the operator are told, in the order in which they obey. */
sealed interface Instruction {

  /**
   * To answer by a model from now on.
   *
   * @param snapshot as it was published; not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // a block of bytes, never compared
  record Serve(byte[] snapshot) implements Instruction {}

  /** To remember nothing of a key. */
  record Forget(String key) implements Instruction {}
}

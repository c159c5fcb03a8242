package io.tidemill.kafka;

/** Reads the value of a record in one format; belongs to one thread. */
interface ValueDecoder {

  /**
   * Hands every field that has a {@link FieldRole} to the draft.
   *
   * @param value not empty, at most {@link Limits#VALUE_BYTES} bytes
   */
  void decode(byte[] value, EventDraft draft) throws BadRecordException;
}

package io.tidemill.pipeline;

import java.io.Serializable;

/** Which keys are judged together, beside all of them. */
public sealed interface SegmentBy extends Serializable {

  /** The name of the segment that a key belongs to. */
  String segment(String key);

  /** Every key by itself. */
  record Key() implements SegmentBy {
    @Override
    public String segment(String key) {
      return "key=" + key;
    }
  }

  /** Keys that begin alike: all before the first of some characters, or the whole key. */
  record Prefix(String until) implements SegmentBy {
    @Override
    public String segment(String key) {
      int end = key.indexOf(until);
      return "prefix=" + (end < 0 ? key : key.substring(0, end));
    }
  }
}

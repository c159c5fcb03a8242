package io.tidemill.learning;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keys that were to be forgotten, each with the event time, milliseconds, up to which nothing of it
 * is learned; until the watermark has passed that time, when nothing can come any more.
 */
final class Forgotten implements LearnerMemory {
  private final Map<String, Long> untils = new TreeMap<>();

  @Override
  public String name() {
    return "forgotten";
  }

  void add(String key, long until) {
    untils.merge(key, until, Math::max);
  }

  boolean covers(TrainingSequence sequence) {
    Long until = untils.isEmpty() ? null : untils.get(sequence.key());
    return until != null && sequence.time() <= until;
  }

  void advance(long watermark) {
    untils.values().removeIf(until -> until <= watermark);
  }

  @Override
  public void write(DataOutput out, FlatCodec codec) throws IOException {
    out.writeInt(untils.size());
    for (Map.Entry<String, Long> entry : untils.entrySet()) {
      codec.writeText(entry.getKey(), out);
      out.writeLong(entry.getValue());
    }
  }

  @Override
  public void read(DataInput in, FlatCodec codec) throws IOException {
    untils.clear();
    for (int left = in.readInt(); left > 0; left--) {
      untils.put(codec.readText(in), in.readLong());
    }
  }
}

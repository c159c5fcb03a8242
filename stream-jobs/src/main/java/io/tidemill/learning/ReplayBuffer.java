package io.tidemill.learning;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last {@code capacity} learned sequences and a seeded generator that draws from them, with
 * replacement. The draws are a function of the seed, of what was added and of the draws before.
 */
final class ReplayBuffer {
  private final @Nullable TrainingSequence[] ring;
  private int next;
  private int size;
  private long generator;

  ReplayBuffer(int capacity, long seed) {
    if (capacity < 0) {
      throw new IllegalArgumentException("replay capacity is " + capacity + ", allowed: >= 0");
    }
    ring = new TrainingSequence[capacity];
    generator = seed;
  }

  int size() {
    return size;
  }

  /** Adds a sequence in place of the oldest one once the buffer is full. */
  void add(TrainingSequence sequence) {
    if (ring.length == 0) {
      return;
    }
    ring[next] = sequence;
    next = next + 1 == ring.length ? 0 : next + 1;
    size = Math.min(size + 1, ring.length);
  }

  /** Forgets all but the newest. */
  void keep(int newest) {
    for (int place = 0; place < size - newest; place++) {
      int index = next - size + place;
      ring[index < 0 ? index + ring.length : index] = null;
    }
    size = Math.min(size, newest);
  }

  /** Drops the sequences of a key; the others keep their order. */
  void forget(String key) {
    List<TrainingSequence> kept = newest(size);
    kept.removeIf(sequence -> sequence.key().equals(key));
    Arrays.fill(ring, null);
    next = 0;
    size = 0;
    kept.forEach(this::add);
  }

  /** One of the {@code newest} sequences that are kept, each as likely as any other. */
  TrainingSequence draw(int newest) {
    int among = Math.min(newest, size);
    if (among < 1) {
      throw new IllegalStateException("nothing to draw: the replay buffer is empty");
    }
    return get(size - 1 - (int) (((random() >>> 32) * among) >>> 32));
  }

  /** The last {@code count} sequences added, or as many as are kept; oldest first. */
  List<TrainingSequence> newest(int count) {
    List<TrainingSequence> newest = new ArrayList<>();
    for (int place = Math.max(0, size - count); place < size; place++) {
      newest.add(get(place));
    }
    return newest;
  }

  /**
   * What is learned again: the newest, then some drawn, fewer where little is kept.
   *
   * @param newest how many of the newest, oldest first
   * @param drawn how many at random
   * @param among of how many of the newest those are drawn
   */
  List<TrainingSequence> some(int newest, int drawn, int among) {
    List<TrainingSequence> some = newest(newest);
    for (int i = 0; i < Math.min(drawn, size); i++) {
      some.add(draw(among));
    }
    return some;
  }

  /** SplitMix64: Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators". */
  private long random() {
    generator += 0x9e3779b97f4a7c15L;
    long z = generator;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** The sequence at a place from 0, the oldest, to {@code size - 1}, the newest. */
  private TrainingSequence get(int place) {
    int index = next - size + place;
    TrainingSequence sequence = ring[index < 0 ? index + ring.length : index];
    if (sequence == null) {
      throw new IllegalStateException("no sequence at " + place + " of " + size);
    }
    return sequence;
  }

  /** Forgets all sequences. */
  void clear() {
    Arrays.fill(ring, null);
    next = 0;
    size = 0;
  }

  /** Takes over what another of the same capacity keeps, and its generator. */
  void become(ReplayBuffer other) {
    System.arraycopy(other.ring, 0, ring, 0, ring.length);
    next = other.next;
    size = other.size;
    generator = other.generator;
  }

  void write(DataOutput out, FlatCodec codec) throws IOException {
    out.writeLong(generator);
    out.writeInt(size);
    for (int i = 0; i < size; i++) {
      codec.write(get(i), out);
    }
  }

  /**
   * Continues where {@link #write} was called.
   *
   * @param rows sequences of more rows, from a pipeline that had longer ones, lose their oldest
   */
  void read(DataInput in, FlatCodec codec, int rows) throws IOException {
    generator = in.readLong();
    int kept = in.readInt();
    next = 0;
    size = 0;
    for (int i = 0; i < kept; i++) {
      add(codec.readSequence(in).cut(rows));
    }
  }
}

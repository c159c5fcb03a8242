package io.tidemill.inference;

import io.tidemill.kafka.Event;
import java.util.Arrays;

/**
 * Events that are answered together, in order of arrival (rows), and the keys they belong to
 * (slots, in order of first arrival).
 *
 * <p>A key that occurs more than once is answered in waves: the t-th event of every key is in wave
 * t, so a wave holds every key at most once and its rows are independent of each other.
 */
final class Bundle {
  private static final int NONE = -1;

  private final Event[] events; // [row]
  private final int[] slotOfRow; // [row]
  private final int[] nextOfKey; // [row] -> the key's next row
  private int rows;

  private final String[] keys; // [slot]
  private final EntityState[] states; // [slot]
  private final int[] first; // [slot] -> row
  private final int[] last; // [slot] -> row
  private final int[] place; // [slot] -> index in table
  private int slots;

  private final int[] table; // open addressing: slot + 1, or 0
  private final int[] wave; // rows of the wave at hand
  private int waveRows;

  Bundle(int capacity) {
    events = new Event[capacity];
    slotOfRow = new int[capacity];
    nextOfKey = new int[capacity];
    keys = new String[capacity];
    states = new EntityState[capacity];
    first = new int[capacity];
    last = new int[capacity];
    place = new int[capacity];
    wave = new int[capacity];
    table = new int[Integer.highestOneBit(Math.max(2, capacity)) * 4];
  }

  int rows() {
    return rows;
  }

  boolean isEmpty() {
    return rows == 0;
  }

  boolean isFull() {
    return rows == events.length;
  }

  /** Takes the event, which must not change until the bundle is cleared. */
  void add(Event event) {
    int row = rows++;
    int slot = slotOf(event.key);
    events[row] = event;
    slotOfRow[row] = slot;
    nextOfKey[row] = NONE;
    if (first[slot] == NONE) {
      first[slot] = row;
    } else {
      nextOfKey[last[slot]] = row;
    }
    last[slot] = row;
  }

  private int slotOf(String key) {
    int mask = table.length - 1;
    int hash = key.hashCode();
    int at = (hash ^ (hash >>> 16)) & mask;
    while (table[at] != 0) {
      int slot = table[at] - 1;
      if (keys[slot].equals(key)) {
        return slot;
      }
      at = (at + 1) & mask;
    }
    int slot = slots++;
    keys[slot] = key;
    first[slot] = NONE;
    place[slot] = at;
    table[at] = slot + 1;
    return slot;
  }

  Event event(int row) {
    return events[row];
  }

  int slot(int row) {
    return slotOfRow[row];
  }

  /** Keys in the bundle. */
  int slots() {
    return slots;
  }

  String key(int slot) {
    return keys[slot];
  }

  EntityState state(int slot) {
    return states[slot];
  }

  void state(int slot, EntityState state) {
    states[slot] = state;
  }

  /** Begins with the first event of every key; returns the rows of that wave. */
  int firstWave() {
    System.arraycopy(first, 0, wave, 0, slots);
    waveRows = slots;
    return waveRows;
  }

  /**
   * Goes on to the next event of every key that has one; returns the rows of that wave, 0: over.
   */
  int nextWave() {
    int count = 0;
    for (int i = 0; i < waveRows; i++) {
      int next = nextOfKey[wave[i]];
      if (next != NONE) {
        wave[count++] = next;
      }
    }
    waveRows = count;
    return count;
  }

  /** The i-th row of the wave at hand. */
  int waveRow(int i) {
    return wave[i];
  }

  /** Empties the bundle and lets go of its events and states. */
  void clear() {
    for (int slot = 0; slot < slots; slot++) {
      table[place[slot]] = 0;
    }
    Arrays.fill(events, 0, rows, null);
    Arrays.fill(keys, 0, slots, null);
    Arrays.fill(states, 0, slots, null);
    rows = 0;
    slots = 0;
  }
}

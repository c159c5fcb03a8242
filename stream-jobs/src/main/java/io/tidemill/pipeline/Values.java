package io.tidemill.pipeline;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** What was read of one section. */
final class Values {

  private final Place section;
  private final Map<String, Object> values = new HashMap<>();
  private final Map<String, Place> written = new HashMap<>();

  Values(Place section) {
    this.section = section;
  }

  /** Reads a value that is written in the file. */
  <T> void read(Key<T> key, Node node) {
    Place place = section.child(key.name(), node);
    written.put(key.name(), place);
    put(key, place);
  }

  /** Takes the default of a key that is not written, if it has one. */
  <T> void readDefault(Key<T> key) {
    Node node = key.byDefault();
    if (node != null) {
      put(key, section.child(key.name(), node));
    }
  }

  private <T> void put(Key<T> key, Place place) {
    T value = key.shape().read(place);
    if (value != null) {
      values.put(key.name(), value);
    }
  }

  /** The value of a key that is required or has a default, in a section without problems. */
  <T> T get(Key<T> key) {
    T value = find(key);
    if (value == null) {
      throw new IllegalStateException("key " + key.name() + " has no value");
    }
    return value;
  }

  /** The value; null: left out without a default, or wrong. */
  @SuppressWarnings("unchecked") // put() stores only what the shape of the key made
  <T> @Nullable T find(Key<T> key) {
    return (T) values.get(key.name());
  }

  boolean isWritten(Key<?> key) {
    return written.containsKey(key.name());
  }

  /** Where the value is written; the section when it is left out. */
  Place place(Key<?> key) {
    return written.getOrDefault(key.name(), section);
  }

  /** Reports a value that does not go with another. */
  void problem(Key<?> key, String message) {
    place(key).problem(message);
  }

  /** Reports that a key is left out which another one needs. */
  void missing(Key<?> key, String message) {
    section.problem("'" + key.name() + "' is missing: " + message);
  }
}

package io.tidemill.layer;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/** What equal layers compute with: made once, and found at every step without allocation. */
final class Shared<L extends Layer, T> {
  private final ConcurrentMap<L, T> all = new ConcurrentHashMap<>();
  private final Function<L, T> making;

  Shared(Function<L, T> making) {
    this.making = making;
  }

  T of(L layer) {
    T found = all.get(layer);
    return found == null ? all.computeIfAbsent(layer, making) : found;
  }
}

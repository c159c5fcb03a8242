package io.tidemill.control;

import io.tidemill.control.Order.Forget;
import io.tidemill.control.Order.Pin;
import io.tidemill.control.Order.Promote;
import io.tidemill.control.Order.Rollback;
import io.tidemill.snapshot.ModelVersion;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which of the known versions of a model is in service: the newest, or what the last order says.
 *
 * <p>A function of the versions and the orders alone, not of which of them came first: the two
 * topics are read side by side, and every job must come to the same. An order that names a version
 * which is not known waits for it; until then the newest is in service. What a rollback left behind
 * stays behind, whatever is ordered later, unless it is named. Versions of another network are
 * known and never in service. Belongs to one thread.
 */
public final class Selection {
  private final String fingerprint;
  private final NavigableMap<ModelVersion, KnownVersion> versions = new TreeMap<>();
  private @Nullable Order order;
  private @Nullable Rollback ended;

  /**
   * A selection that knows of nothing yet.
   *
   * @param fingerprint of the network that answers, 16 hexadecimal digits
   */
  public Selection(String fingerprint) {
    this.fingerprint = fingerprint;
  }

  /** A version has been published. */
  public void add(KnownVersion version) {
    versions.put(version.version(), version);
  }

  /** A version is on the topic no more. */
  public void remove(ModelVersion version) {
    versions.remove(version);
  }

  /** An order has been given; one to forget a key changes nothing here. */
  public void obey(Order order) {
    if (!(order instanceof Forget)) {
      this.order = order;
    }
    if (order instanceof Rollback rollback) {
      ended = rollback;
    }
  }

  /** All known versions, the oldest first, those of other networks included. */
  public Collection<KnownVersion> versions() {
    return Collections.unmodifiableCollection(versions.values());
  }

  /** A known version; null: it is not. */
  public @Nullable KnownVersion find(ModelVersion version) {
    return versions.get(version);
  }

  /** The last order; null: none. */
  public @Nullable Order order() {
    return order;
  }

  /** The version that the last order names; null: none. */
  public @Nullable ModelVersion ordered() {
    if (order instanceof Pin pin) {
      return pin.version();
    } else if (order instanceof Promote promote) {
      return promote.version();
    }
    return order instanceof Rollback rollback ? rollback.version() : null;
  }

  /** What answers; null: nothing that could is known. */
  public @Nullable KnownVersion inService() {
    ModelVersion ordered = ordered();
    KnownVersion named = ordered == null ? null : versions.get(ordered);
    if (named == null || !fits(named)) {
      return newestAbove(null);
    }
    KnownVersion next = null;
    if (order instanceof Promote promote) {
      next = newestAbove(promote.newest());
    } else if (order instanceof Rollback rollback) {
      next = newestAbove(new ModelVersion(rollback.fromEpoch() - 1, Long.MAX_VALUE));
    }
    return next == null ? named : next;
  }

  /** The newest version of the network that is above another; null: none is. */
  private @Nullable KnownVersion newestAbove(@Nullable ModelVersion least) {
    for (Map.Entry<ModelVersion, KnownVersion> entry : versions.descendingMap().entrySet()) {
      if (least != null && entry.getKey().compareTo(least) <= 0) {
        return null;
      }
      if (fits(entry.getValue()) && !isRolledBack(entry.getKey())) {
        return entry.getValue();
      }
    }
    return null;
  }

  /** Whether the last rollback left it behind: it answers only if an order names it. */
  private boolean isRolledBack(ModelVersion version) {
    return ended != null
        && version.epoch() < ended.fromEpoch()
        && version.compareTo(ended.version()) > 0;
  }

  /** Whether a version is of the network that answers. */
  public boolean fits(KnownVersion version) {
    return version.fingerprint().equals(fingerprint);
  }
}

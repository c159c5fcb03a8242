package io.tidemill.control;

import io.tidemill.snapshot.ModelVersion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes orders that can be obeyed, of what is known when they are given.
 *
 * @param epoch the newest one that is or may have been in use, versions that were dropped included
 */
public record Orders(Selection selection, int epoch) {

  /** That a version answers until further notice. */
  public Order.Pin pin(ModelVersion version) {
    return new Order.Pin(fitting(version).version());
  }

  /** That the newest version answers again. */
  public Order.Unpin unpin() {
    return new Order.Unpin();
  }

  /** That a version answers until the next one comes. */
  public Order.Promote promote(ModelVersion version) {
    KnownVersion named = fitting(version);
    ModelVersion newest = version;
    for (KnownVersion known : selection.versions()) {
      newest = known.version().compareTo(newest) > 0 ? known.version() : newest;
    }
    return new Order.Promote(named.version(), newest);
  }

  /**
   * That a version answers and is learned on from.
   *
   * @param version null: the one before that in service
   */
  public Order.Rollback rollback(@Nullable ModelVersion version) {
    KnownVersion target = version == null ? before() : fitting(version);
    // A learner that has not heard of it yet may begin the epoch after the newest.
    return new Order.Rollback(target.version(), Math.addExact(epoch, 2));
  }

  /** What a version from elsewhere is called: it is above all that may be on their way. */
  public ModelVersion next(long sequence) {
    return new ModelVersion(Math.addExact(epoch, 2), sequence);
  }

  /** A version that is known, whatever network it is of. */
  public KnownVersion known(ModelVersion version) {
    KnownVersion known = selection.find(version);
    if (known == null) {
      throw new IllegalArgumentException(
          "version %s is not among the %d that are kept (%s): list tells which are"
              .formatted(version, selection.versions().size(), range()));
    }
    return known;
  }

  private KnownVersion fitting(ModelVersion version) {
    KnownVersion known = known(version);
    if (!selection.fits(known)) {
      throw new IllegalArgumentException(
          "version %s is of another network (%s) than the pipeline's: it cannot answer its events"
              .formatted(version, known.fingerprint()));
    }
    return known;
  }

  private KnownVersion before() {
    KnownVersion inService = selection.inService();
    if (inService == null) {
      throw new IllegalArgumentException("no version is in service: there is none to return from");
    }
    KnownVersion before = null;
    for (KnownVersion known : selection.versions()) {
      if (selection.fits(known) && known.version().compareTo(inService.version()) < 0) {
        before = known;
      }
    }
    if (before == null) {
      throw new IllegalArgumentException(
          "no version before %s is kept: there is none to return to"
              .formatted(inService.version()));
    }
    return before;
  }

  private String range() {
    List<KnownVersion> all = new ArrayList<>(selection.versions());
    return all.isEmpty()
        ? "none"
        : all.get(0).version() + " to " + all.get(all.size() - 1).version();
  }
}

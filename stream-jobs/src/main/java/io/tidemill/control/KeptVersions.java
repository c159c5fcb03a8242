package io.tidemill.control;

import io.tidemill.snapshot.ModelVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which versions stay on the models topic: so many, the denser the newer.
 *
 * <p>A version comes every second or so; the last sixteen of them would all have learned the same
 * bad hour. So what is dropped is the version whose two neighbours are closest to each other in
 * relation to their age, and the ages of those that stay grow geometrically: some of the last
 * minute, some of the last day, some of the last year, and the first of all.
 *
 * @param most versions that stay, unless more than these are needed
 */
public record KeptVersions(int most) {

  public KeptVersions {
    if (most < 2) {
      throw new IllegalArgumentException("keep-versions is " + most + ": must be 2 or more");
    }
  }

  /**
   * The version to drop next; null: none.
   *
   * @param versions the oldest first
   * @param needed versions that are not dropped; nor is the newest
   */
  public @Nullable KnownVersion next(Collection<KnownVersion> versions, Set<ModelVersion> needed) {
    if (versions.size() <= most) {
      return null;
    }
    List<KnownVersion> all = new ArrayList<>(versions);
    long newest = Long.MIN_VALUE;
    for (KnownVersion version : all) {
      newest = Math.max(newest, version.publishedAt());
    }
    KnownVersion crowded = null;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < all.size() - 1; i++) {
      KnownVersion version = all.get(i);
      if (!needed.contains(version.version())) {
        // The first of all stays while another can go.
        double gap = i == 0 ? 1 : gap(newest, all.get(i - 1), all.get(i + 1));
        if (crowded == null || gap < least) {
          crowded = version;
          least = gap;
        }
      }
    }
    return crowded;
  }

  /** From 0 to 1: how far apart two versions are in relation to the age of the older one. */
  private static double gap(long newest, KnownVersion older, KnownVersion newer) {
    double age = newest - older.publishedAt();
    return age <= 0 ? 0 : (newer.publishedAt() - older.publishedAt()) / age;
  }
}

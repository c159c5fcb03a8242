package io.tidemill.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.snapshot.ModelVersion;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeptVersionsTest {
  private static final int MOST = 16;
  private static final long DAY = 24 * 60 * 60;

  private final KeptVersions kept = new KeptVersions(MOST);
  private final TreeMap<ModelVersion, KnownVersion> versions = new TreeMap<>();

  @Test
  void nothingIsDroppedBeforeThereAreTooMany() {
    for (int i = 0; i < MOST; i++) {
      assertThat(publish(i, Set.of())).isNull();
    }
    assertThat(publish(MOST, Set.of())).isNotNull();
    assertThat(versions).hasSize(MOST);
  }

  @Test
  void theAgesOfWhatStaysGrowGeometrically() {
    publishEverySecond(DAY, Set.of());

    List<Long> ages = versions.keySet().stream().map(v -> DAY - 1 - v.sequence()).toList();
    assertThat(ages).hasSize(MOST).startsWith(DAY - 1).endsWith(0L);
    assertThat(ages).filteredOn(age -> age < 60).hasSizeGreaterThanOrEqualTo(4);
    assertThat(ages).filteredOn(age -> age >= 60 && age < 3600).hasSizeGreaterThanOrEqualTo(3);
    for (int i = 1; i < MOST - 2; i++) {
      assertThat((double) ages.get(i - 1) / ages.get(i)).isLessThan(6);
    }
  }

  @Test
  void whatIsNeededStays() {
    Set<ModelVersion> needed = Set.of(version(3), version(4), version(777));

    publishEverySecond(5000, needed);

    assertThat(versions).hasSize(MOST).containsKeys(version(3), version(4), version(777));
  }

  @Test
  void whereEverythingIsNeededNothingIsDropped() {
    KeptVersions two = new KeptVersions(2);
    for (int i = 0; i < 4; i++) {
      versions.put(version(i), known(i, i));
    }

    assertThat(two.next(versions.values(), versions.keySet())).isNull();
  }

  @Test
  void versionsOfOneMomentAreDroppedLikeOthers() {
    for (int i = 0; i < 100; i++) {
      versions.put(version(i), known(i, 5));
      KnownVersion dropped = kept.next(versions.values(), Set.of());
      if (dropped != null) {
        versions.remove(dropped.version());
      }
    }
    assertThat(versions).hasSize(MOST).containsKey(version(99));
  }

  @Test
  void oneVersionIsTooFew() {
    assertThatThrownBy(() -> new KeptVersions(1)).hasMessageContaining("keep-versions is 1");
  }

  private void publishEverySecond(long seconds, Set<ModelVersion> needed) {
    for (long second = 0; second < seconds; second++) {
      publish(second, needed);
    }
  }

  private @Nullable KnownVersion publish(long second, Set<ModelVersion> needed) {
    versions.put(version(second), known(second, 1000 * second));
    KnownVersion dropped = kept.next(versions.values(), needed);
    if (dropped != null) {
      versions.remove(dropped.version());
    }
    return dropped;
  }

  private static KnownVersion known(long sequence, long publishedAt) {
    return new KnownVersion("m", version(sequence), "f", null, publishedAt, 1, 1, false);
  }

  private static ModelVersion version(long sequence) {
    return new ModelVersion(1, sequence);
  }
}

package io.tidemill.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.kafka.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BundleTest {

  @Test
  void putsTheNextEventOfEveryKeyInTheNextWave() {
    Bundle bundle = bundle(8, "a", "b", "a", "c", "a", "b");

    assertThat(waves(bundle)).containsExactly(List.of(0, 1, 3), List.of(2, 5), List.of(4));
    assertThat(bundle.slots()).isEqualTo(3);
    assertThat(bundle.key(bundle.slot(4))).isEqualTo("a");
  }

  @Test
  void isFullAtItsCapacityAndEmptyOnceCleared() {
    Bundle bundle = bundle(2, "a", "a");
    assertThat(bundle.isFull()).isTrue();

    bundle.clear();

    assertThat(bundle.isEmpty()).isTrue();
    assertThat(bundle.slots()).isZero();
    bundle.add(event("a"));
    assertThat(waves(bundle)).containsExactly(List.of(0));
  }

  @Test
  void tellsKeysOfTheSameHashApart() {
    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());

    Bundle bundle = bundle(4, "Aa", "BB", "Aa");

    assertThat(bundle.slots()).isEqualTo(2);
    assertThat(waves(bundle)).containsExactly(List.of(0, 1), List.of(2));
  }

  @Test
  void everyRowIsInOneWaveAndAKeysRowsInOrder() {
    Random random = new Random(7);
    Bundle bundle = new Bundle(257);
    for (int round = 0; round < 20; round++) {
      while (!bundle.isFull()) {
        bundle.add(event("key-" + random.nextInt(40)));
      }
      List<List<Integer>> waves = waves(bundle);

      assertThat(waves.stream().flatMap(List::stream)).hasSize(257).doesNotHaveDuplicates();
      for (int slot = 0; slot < bundle.slots(); slot++) {
        int of = slot;
        assertThat(waves.stream().flatMap(List::stream).filter(row -> bundle.slot(row) == of))
            .isSorted();
      }
      bundle.clear();
    }
  }

  private static Bundle bundle(int capacity, String... keys) {
    Bundle bundle = new Bundle(capacity);
    for (String key : keys) {
      bundle.add(event(key));
    }
    return bundle;
  }

  private static Event event(String key) {
    Event event = new Event();
    event.key = key;
    return event;
  }

  private static List<List<Integer>> waves(Bundle bundle) {
    List<List<Integer>> waves = new ArrayList<>();
    for (int rows = bundle.firstWave(); rows > 0; rows = bundle.nextWave()) {
      List<Integer> wave = new ArrayList<>();
      for (int i = 0; i < rows; i++) {
        wave.add(bundle.waveRow(i));
      }
      waves.add(wave);
    }
    return waves;
  }
}

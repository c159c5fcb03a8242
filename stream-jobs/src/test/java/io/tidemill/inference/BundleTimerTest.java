package io.tidemill.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BundleTimerTest {
  private static final long DELAY = 5;

  private final TestProcessingTimeService clock = new TestProcessingTimeService();
  private final List<Long> flushes = new ArrayList<>();
  private BundleTimer timer = new BundleTimer(clock, DELAY, () -> {});

  @BeforeEach
  void startClock() throws Exception {
    clock.setCurrentTime(1000);
    timer =
        new BundleTimer(
            clock,
            DELAY,
            () -> {
              flushes.add(clock.getCurrentProcessingTime());
              timer.flushed();
            });
  }

  @Test
  void anEventAfterAPauseIsAnsweredAtOnce() throws Exception {
    timer.opened();

    assertThat(flushes).containsExactly(1000L);
    assertThat(clock.getNumActiveTimers()).isZero();
  }

  @Test
  void anEventSoonAfterAnotherWaitsForTheDelay() throws Exception {
    timer.opened();
    clock.setCurrentTime(1002);
    timer.opened();

    clock.setCurrentTime(1006);
    assertThat(flushes).containsExactly(1000L);
    clock.setCurrentTime(1007);
    assertThat(flushes).containsExactly(1000L, 1007L);
  }

  @Test
  void oneTimerServesBundlesThatFillByThemselves() throws Exception {
    timer.opened();
    for (int i = 0; i < 10; i++) {
      timer.opened();
      timer.flushed();
    }
    clock.setCurrentTime(1003);
    timer.opened();

    assertThat(clock.getNumActiveTimers()).isEqualTo(1);
    clock.setCurrentTime(1005);
    assertThat(flushes).containsExactly(1000L);
    clock.setCurrentTime(1008);
    assertThat(flushes).containsExactly(1000L, 1008L);
    assertThat(clock.getNumActiveTimers()).isZero();
  }

  @Test
  void noDelayMeansEveryEventAtOnce() throws Exception {
    BundleTimer eager = new BundleTimer(clock, 0, () -> flushes.add(0L));

    eager.flushed();
    eager.opened();

    assertThat(flushes).hasSize(1);
  }
}

package io.tidemill.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.junit.jupiter.api.Test;

class InferenceMetricsTest {

  @Test
  void showsHowManyMemoriesWereReset() {
    InterceptingOperatorMetricGroup group = new InterceptingOperatorMetricGroup();
    AtomicLong resets = new AtomicLong();
    InferenceMetrics unused = new InferenceMetrics(group, resets::get);

    resets.set(7);

    assertThat(group.get("memoriesReset"))
        .isInstanceOfSatisfying(Gauge.class, gauge -> assertThat(gauge.getValue()).isEqualTo(7L));
  }
}

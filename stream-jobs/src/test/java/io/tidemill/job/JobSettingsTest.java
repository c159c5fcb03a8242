package io.tidemill.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.pipeline.Delivery;
import io.tidemill.pipeline.Execution;
import io.tidemill.pipeline.OutputFormat;
import io.tidemill.pipeline.StateBackend;
import java.time.Duration;
import org.apache.flink.streaming.api.environment.CheckpointConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

class JobSettingsTest {
  private final CheckpointConfig checkpoints = checkpoints();

  @Test
  void checkpointsAreUnalignedOnlyUnderBackPressure() {
    assertThat(checkpoints.isUnalignedCheckpointsEnabled()).isTrue();
    assertThat(checkpoints.getAlignedCheckpointTimeout()).isPositive();
  }

  @Test
  void aCheckpointThatFailsIsNoFailureOfTheJob() {
    assertThat(checkpoints.getTolerableCheckpointFailureNumber()).isEqualTo(Integer.MAX_VALUE);
  }

  private static CheckpointConfig checkpoints() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    JobSettings.apply(
        new Execution(
            Delivery.AT_LEAST_ONCE,
            Duration.ofSeconds(1),
            StateBackend.HEAP,
            1,
            1,
            Duration.ZERO,
            null,
            OutputFormat.AVRO,
            true,
            null,
            null),
        env);
    return env.getCheckpointConfig();
  }
}

package io.tidemill.job;

import io.tidemill.pipeline.Execution;
import io.tidemill.pipeline.StateBackend;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What a pipeline file says of execution, as settings of a Flink job. */
public final class JobSettings {

  /** So that records do not wait in half-full buffers for Flink's usual 100 ms. */
  private static final Duration BUFFER_TIMEOUT = Duration.ofMillis(5);

  /** How long the barriers of a checkpoint may wait for each other behind records. */
  private static final Duration ALIGNMENT = Duration.ofSeconds(1);

  /** More subtasks than this an operator cannot be rescaled to. */
  private static final int MAX_PARALLELISM = 1024;

  /** How long networks run before the first event; see the operators' constructors. */
  public static final Duration WARM_UP = Duration.ofSeconds(2);

  private JobSettings() {}

  /** Sets them; what the cluster is configured with holds for everything else. */
  public static void apply(Execution execution, StreamExecutionEnvironment env) {
    Configuration settings = new Configuration();
    settings.set(PipelineOptions.GENERIC_TYPES, false); // a Kryo that creeps in fails the job
    settings.set(PipelineOptions.OBJECT_REUSE, true); // nobody changes what was emitted
    settings.set(ExecutionOptions.BUFFER_TIMEOUT, BUFFER_TIMEOUT);
    settings.set(
        StateBackendOptions.STATE_BACKEND,
        execution.stateBackend() == StateBackend.ROCKSDB ? "rocksdb" : "hashmap");
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, execution.checkpointEvery());
    // Also where outputs may be repeated: the same memory must answer the same event again.
    settings.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    // Under back-pressure a barrier overtakes what waits, which then is a part of the checkpoint.
    settings.set(CheckpointingOptions.ENABLE_UNALIGNED, true);
    settings.set(CheckpointingOptions.ALIGNED_CHECKPOINT_TIMEOUT, ALIGNMENT);
    // A disk that is full for a while is no reason to answer everything again since it was not.
    settings.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
    settings.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    env.configure(settings);
    env.setParallelism(execution.parallelism());
    env.setMaxParallelism(MAX_PARALLELISM);
  }
}

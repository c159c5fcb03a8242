package io.tidemill.local;

import io.tidemill.pipeline.Execution;
import io.tidemill.pipeline.StateBackend;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.executiongraph.ArchivedExecutionGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/** Flink in this JVM, on loopback, without its web pages. */
final class LocalCluster implements AutoCloseable {

  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration START = Duration.ofSeconds(60);
  private static final int RESTARTS = 3;

  private final MiniCluster cluster;
  private final Configuration configuration;
  private final Map<JobID, String> jobs = new LinkedHashMap<>();

  private LocalCluster(MiniCluster cluster, Configuration configuration) {
    this.cluster = cluster;
    this.configuration = configuration;
  }

  /**
   * @param jobs how many will be submitted, each as wide as the execution says
   */
  static LocalCluster start(RunDirectory directory, Execution execution, int jobs)
      throws Exception {
    Configuration configuration = configuration(directory, execution);
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(jobs * execution.parallelism())
                .setCommonBindAddress(LOOPBACK)
                .build());
    cluster.start();
    return new LocalCluster(cluster, configuration);
  }

  private static Configuration configuration(RunDirectory directory, Execution execution) {
    Configuration configuration = new Configuration();
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, execution.parallelism());
    configuration.set(CoreOptions.TMP_DIRS, directory.temporary().toString());
    configuration.set(WebOptions.TMP_DIR, directory.temporary().toString());
    configuration.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    configuration.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
    configuration.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    configuration.set(RestOptions.ADDRESS, LOOPBACK);
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    boolean rocks = execution.stateBackend() == StateBackend.ROCKSDB;
    configuration.set(
        TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(rocks ? 256 : 0));
    configuration.set(StateBackendOptions.STATE_BACKEND, rocks ? "rocksdb" : "hashmap");
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory.checkpoints().toUri().toString());
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, execution.checkpointEvery());
    configuration.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(5));
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofSeconds(1));
    // A laptop that slept has not lost its task manager.
    configuration.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, Duration.ofMinutes(10));
    return configuration;
  }

  /** An environment whose jobs {@link #submit} takes. */
  StreamExecutionEnvironment environment() {
    return StreamExecutionEnvironment.getExecutionEnvironment(configuration);
  }

  void submit(String name, StreamGraph graph)
      throws InterruptedException, ExecutionException, TimeoutException {
    graph.setJobName(name);
    JobID id =
        cluster.submitJob(graph.getJobGraph()).get(START.toSeconds(), TimeUnit.SECONDS).getJobID();
    jobs.put(id, name);
  }

  /** Returns when every task of every job runs. */
  void awaitRunning() throws Exception {
    long deadline = System.nanoTime() + START.toNanos();
    for (Map.Entry<JobID, String> job : jobs.entrySet()) {
      while (!isRunning(cluster.getArchivedExecutionGraph(job.getKey()).get())) {
        String failure = failure();
        if (failure != null) {
          throw new IllegalStateException(failure);
        }
        if (System.nanoTime() > deadline) {
          throw new TimeoutException(
              "the job " + job.getValue() + " did not start within " + START.toSeconds() + " s");
        }
        Thread.sleep(20);
      }
    }
  }

  private static boolean isRunning(ArchivedExecutionGraph graph) {
    for (AccessExecutionVertex vertex : graph.getAllExecutionVertices()) {
      if (vertex.getExecutionState() != ExecutionState.RUNNING) {
        return false;
      }
    }
    return graph.getState() == JobStatus.RUNNING;
  }

  /** Which job failed and why, in one line; null: none did. */
  @Nullable String failure() throws InterruptedException, ExecutionException {
    for (Map.Entry<JobID, String> job : jobs.entrySet()) {
      if (cluster.getJobStatus(job.getKey()).get() == JobStatus.FAILED) {
        JobResult result = cluster.requestJobResult(job.getKey()).get();
        return "the job "
            + job.getValue()
            + " failed: "
            + result.getSerializedThrowable().map(LocalCluster::cause).orElse("no cause given");
      }
    }
    return null;
  }

  private static String cause(Throwable failure) {
    Throwable cause =
        ExceptionUtils.stripException(failure, org.apache.flink.util.SerializedThrowable.class);
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public void close() throws Exception {
    for (JobID job : jobs.keySet()) {
      if (!cluster.getJobStatus(job).get().isGloballyTerminalState()) {
        cluster.cancelJob(job).get(START.toSeconds(), TimeUnit.SECONDS);
      }
    }
    for (JobID job : jobs.keySet()) {
      cluster.requestJobResult(job).get(START.toSeconds(), TimeUnit.SECONDS);
    }
    cluster.close();
  }
}

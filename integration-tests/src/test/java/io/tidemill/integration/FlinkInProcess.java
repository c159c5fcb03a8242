package io.tidemill.integration;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.tidemill.kafka.KafkaConnection;
import io.tidemill.pipeline.Pipeline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsCounts;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.executiongraph.ArchivedExecutionGraph;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Flink in this JVM: real tasks and checkpoints, and TaskManagers that can be lost. */
final class FlinkInProcess implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final MiniCluster cluster;
  private final Path savepoints;
  private int lost; // TaskManagers, in the order of their start

  /** What adds a job to an environment. */
  @FunctionalInterface
  interface Job {
    void add(StreamExecutionEnvironment env, Pipeline pipeline, KafkaConnection kafka)
        throws Exception;
  }

  private FlinkInProcess(MiniCluster cluster, Path savepoints) {
    this.cluster = cluster;
    this.savepoints = savepoints;
  }

  /**
   * Starts a cluster.
   *
   * @param directory for checkpoints and savepoints
   * @param slots of each TaskManager
   */
  static FlinkInProcess start(Path directory, int taskManagers, int slots) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    configuration.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
    configuration.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    configuration.set(RestOptions.ADDRESS, LOOPBACK);
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        directory.resolve("checkpoints").toUri().toString());
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 10);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(taskManagers)
                .setNumSlotsPerTaskManager(slots)
                .setCommonBindAddress(LOOPBACK)
                .build());
    cluster.start();
    return new FlinkInProcess(cluster, directory.resolve("savepoints"));
  }

  /** Submits a job that starts without state, and returns when all of its tasks run. */
  JobID submit(Job job, PipelineTopics topics) throws Exception {
    return submit(job, topics, SavepointRestoreSettings.none());
  }

  /** Submits a job that goes on from a savepoint, and returns when all of its tasks run. */
  JobID resume(Job job, PipelineTopics topics, String savepoint) throws Exception {
    return submit(job, topics, SavepointRestoreSettings.forPath(savepoint));
  }

  private JobID submit(Job job, PipelineTopics topics, SavepointRestoreSettings restore)
      throws Exception {
    StreamExecutionEnvironment env = new StreamExecutionEnvironment(new Configuration());
    job.add(env, topics.pipeline(), KafkaConnection.of(topics.kafka()));
    JobGraph graph = env.getStreamGraph().getJobGraph();
    graph.setSavepointRestoreSettings(restore);
    JobID id = cluster.submitJob(graph).get().getJobID();
    awaitRunning(id);
    return id;
  }

  private void awaitRunning(JobID job) {
    Await.until("a running job", () -> isRunning(job));
  }

  private boolean isRunning(JobID job) throws ExecutionException, InterruptedException {
    ArchivedExecutionGraph graph = cluster.getArchivedExecutionGraph(job).get();
    if (graph.getState() == JobStatus.FAILED) {
      throw new ExecutionException(graph.getFailureInfo().getException());
    }
    for (AccessExecutionVertex task : graph.getAllExecutionVertices()) {
      if (task.getExecutionState() != ExecutionState.RUNNING) {
        return false;
      }
    }
    return graph.getState() == JobStatus.RUNNING;
  }

  /** Takes a checkpoint and returns when it is complete. */
  void checkpoint(JobID job) throws Exception {
    cluster.triggerCheckpoint(job, CheckpointType.FULL).get(Await.PATIENCE.toSeconds(), SECONDS);
  }

  /** How often the job was restored from a checkpoint. */
  long restores(JobID job) throws ExecutionException, InterruptedException {
    return checkpoints(job).getNumberOfRestoredCheckpoints();
  }

  /** How many checkpoints the job has completed. */
  long completedCheckpoints(JobID job) throws ExecutionException, InterruptedException {
    return checkpoints(job).getNumberOfCompletedCheckpoints();
  }

  private CheckpointStatsCounts checkpoints(JobID job)
      throws ExecutionException, InterruptedException {
    return cluster.getArchivedExecutionGraph(job).get().getCheckpointStatsSnapshot().getCounts();
  }

  /**
   * Ends the oldest TaskManager with the tasks that it runs, starts another, and returns when the
   * job runs again.
   */
  void loseTaskManager(JobID job) throws Exception {
    long before = restores(job);
    cluster.terminateTaskManager(lost++).get(Await.PATIENCE.toSeconds(), SECONDS);
    cluster.startTaskManager();
    Await.until("a restored job", () -> restores(job) > before && isRunning(job));
  }

  /** Stops a job with a savepoint and returns its path. */
  String stop(JobID job) throws Exception {
    return cluster
        .stopWithSavepoint(job, savepoints.toUri().toString(), false, SavepointFormatType.CANONICAL)
        .get(Await.PATIENCE.toSeconds(), SECONDS);
  }

  /** Ends a job without a savepoint. */
  void cancel(JobID job) throws Exception {
    cluster.cancelJob(job).get(Await.PATIENCE.toSeconds(), SECONDS);
    cluster.requestJobResult(job).get(Await.PATIENCE.toSeconds(), SECONDS);
  }

  @Override
  public void close() throws Exception {
    cluster.close();
  }
}

package io.tidemill.benchmark.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.executiongraph.ArchivedExecutionGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Flink in this JVM, on loopback: one TaskManager, whose jobs may not fail. */
public final class Cluster implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration START = Duration.ofSeconds(60);

  private final MiniCluster cluster;
  private final Configuration configuration;

  private Cluster(MiniCluster cluster, Configuration configuration) {
    this.cluster = cluster;
    this.configuration = configuration;
  }

  public static Cluster start(Path directory, int slots, boolean rocks) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    configuration.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
    configuration.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    configuration.set(RestOptions.ADDRESS, LOOPBACK);
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(CoreOptions.TMP_DIRS, directory.resolve("flink").toString());
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        directory.resolve("checkpoints").toUri().toString());
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    configuration.set(
        TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(rocks ? 256 : 0));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .setCommonBindAddress(LOOPBACK)
                .build());
    cluster.start();
    return new Cluster(cluster, configuration);
  }

  public StreamExecutionEnvironment environment() {
    return StreamExecutionEnvironment.getExecutionEnvironment(configuration);
  }

  /** Returns when all of the job's tasks run. */
  public JobID submit(StreamExecutionEnvironment env) throws Exception {
    JobID id =
        cluster
            .submitJob(env.getStreamGraph().getJobGraph())
            .get(START.toSeconds(), TimeUnit.SECONDS)
            .getJobID();
    long deadline = System.nanoTime() + START.toNanos();
    while (!isRunning(id)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the job did not start within " + START);
      }
      Thread.sleep(20);
    }
    return id;
  }

  private boolean isRunning(JobID job) throws Exception {
    requireNoFailure(job);
    ArchivedExecutionGraph graph = cluster.getArchivedExecutionGraph(job).get();
    for (AccessExecutionVertex task : graph.getAllExecutionVertices()) {
      if (task.getExecutionState() != ExecutionState.RUNNING) {
        return false;
      }
    }
    return graph.getState() == JobStatus.RUNNING;
  }

  /** Fails as the job has. */
  public void requireNoFailure(JobID job) throws Exception {
    ArchivedExecutionGraph graph = cluster.getArchivedExecutionGraph(job).get();
    if (graph.getFailureInfo() != null) {
      throw new IllegalStateException(
          "the job failed: " + graph.getFailureInfo().getExceptionAsString());
    }
  }

  /** Returns when the job is gone. */
  public void cancel(JobID job) throws Exception {
    cluster.cancelJob(job).get(START.toSeconds(), TimeUnit.SECONDS);
    cluster.requestJobResult(job).get(START.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public void close() throws Exception {
    cluster.close();
  }
}

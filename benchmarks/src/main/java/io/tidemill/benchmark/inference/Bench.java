package io.tidemill.benchmark.inference;

import io.tidemill.benchmark.job.Broker;
import io.tidemill.benchmark.job.Cluster;
import io.tidemill.pipeline.Pipeline;
import java.nio.file.Path;
import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The broker and the cluster that all jobs of a run share; every run of a job has topics and a
 * consumer group of its own, as nothing of an earlier one may be left to it.
 */
final class Bench implements AutoCloseable {
  private static final int SLOTS = 2;

  private final Broker broker;
  private final Cluster cluster;
  private final String backend;
  private int runs;

  Bench(Path directory, String backend) throws Exception {
    this.backend = backend;
    this.broker = Broker.start(directory);
    this.cluster = Cluster.start(directory, SLOTS, backend.equals("rocksdb"));
  }

  Broker broker() {
    return broker;
  }

  /** Starts a job on a topic of events; it runs until it is closed. */
  Running start(Job job, Workload workload, String events) throws Exception {
    String name = job.title() + "-" + ++runs;
    Pipeline pipeline = workload.pipeline(name, events, job.execution(backend));
    broker.create(pipeline);
    job.publish(pipeline, broker.kafka());
    StreamExecutionEnvironment env = cluster.environment();
    job.wire(env, pipeline, broker.kafka());
    return new Running(pipeline, cluster.submit(env));
  }

  /** A job at work. */
  final class Running implements AutoCloseable {
    private final Pipeline pipeline;
    private final JobID id;

    private Running(Pipeline pipeline, JobID id) {
      this.pipeline = pipeline;
      this.id = id;
    }

    /** The topic of its answers. */
    String answers() {
      return pipeline.topics().predictions();
    }

    /** Answers so far; fails as the job has. */
    long answered() throws Exception {
      cluster.requireNoFailure(id);
      return broker.count(answers());
    }

    @Override
    public void close() throws Exception {
      cluster.cancel(id);
      broker.delete(pipeline);
    }
  }

  @Override
  public void close() throws Exception {
    cluster.close();
    broker.close();
  }
}

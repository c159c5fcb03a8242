package io.tidemill.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.schema.Topic;
import io.tidemill.schema.message.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.RetriableException;

/**
 * A pipeline on processes as deploy/README.md runs it: ZooKeeper, a broker, a JobManager, two
 * TaskManagers, and the commands of that page.
 */
final class Deployment implements AutoCloseable {
  private static final int TASK_MANAGERS = 2;
  private static final String PARALLELISM = "parallelism: 2";

  /** One of the pipeline's jobs. */
  enum Job {
    INFERENCE("io.tidemill.inference"),
    LEARNER("io.tidemill.learning");

    private final String classPrefix;

    Job(String classPrefix) {
      this.classPrefix = classPrefix;
    }
  }

  private final Path directory;
  private final Path file;
  private final DeployReadme readme;
  private final BrokerProcess broker;
  private final PipelineTopics topics;
  private final ZooKeeperProcess zooKeeper;
  private final FlinkProcesses flink;
  private final TopicReader<Prediction> attempts;
  private final Map<Job, String> running = new HashMap<>();

  /**
   * Starts the processes, and makes the topics; no job runs yet.
   *
   * @param file the pipeline, of parallelism 2
   * @param settings of Flink, beside those of deploy/flink-config.yaml
   */
  static Deployment start(Path file, Path directory, Map<String, String> settings)
      throws Exception {
    List<AutoCloseable> started = new ArrayList<>();
    try {
      BrokerProcess broker = BrokerProcess.start(directory.resolve("kafka"));
      started.add(broker);
      PipelineTopics topics = PipelineTopics.create(file, broker);
      started.add(topics);
      ZooKeeperProcess zooKeeper = ZooKeeperProcess.start(directory.resolve("zookeeper"));
      started.add(zooKeeper);
      Path home = directory.resolve("flink");
      Map<String, String> all = new HashMap<>(settings);
      all.putAll(FlinkConfiguration.highlyAvailable(home, zooKeeper));
      // So that the subtasks lie on both, and each is worth a kill.
      all.put("taskmanager.numberOfTaskSlots", "4");
      all.put("taskmanager.load-balance.mode", "SLOTS");
      FlinkProcesses flink = FlinkProcesses.start(home, TASK_MANAGERS, all);
      return new Deployment(directory, file, broker, topics, zooKeeper, flink);
    } catch (Exception | AssertionError e) {
      for (AutoCloseable process : started) {
        process.close();
      }
      throw e;
    }
  }

  private Deployment(
      Path directory,
      Path file,
      BrokerProcess broker,
      PipelineTopics topics,
      ZooKeeperProcess zooKeeper,
      FlinkProcesses flink)
      throws IOException {
    this.directory = directory;
    this.file = file;
    this.broker = broker;
    this.topics = topics;
    this.zooKeeper = zooKeeper;
    this.flink = flink;
    attempts = topics.uncommitted(Topic.PREDICTIONS, Prediction.class);
    readme = new DeployReadme();
    readme.set("JAR", Project.built("stream-jobs/target/tidemill-job.jar").toString());
    readme.set("PIPELINE", file.toString());
    readme.set("KAFKA", topics.kafka());
  }

  PipelineTopics topics() {
    return topics;
  }

  BrokerProcess broker() {
    return broker;
  }

  FlinkProcesses flink() {
    return flink;
  }

  /** The id of a job that runs. */
  String id(Job job) {
    String id = running.get(job);
    if (id == null) {
      throw new IllegalStateException("no " + job + " has been submitted");
    }
    return id;
  }

  /** Submits a job without state, and returns when it runs. */
  void submit(Job job) throws InterruptedException {
    running.put(job, flink.submit(readme.command("--detached --class " + job.classPrefix)));
  }

  /** Stops a job with a savepoint, and submits it with another parallelism from there. */
  void rescale(Job job, int parallelism) throws Exception {
    String pipeline = Files.readString(file);
    assertThat(pipeline).contains(PARALLELISM);
    Path rescaled = directory.resolve("parallelism-" + parallelism + ".yaml");
    Files.writeString(rescaled, pipeline.replace(PARALLELISM, "parallelism: " + parallelism));
    readme.set("PIPELINE", rescaled.toString());
    readme.set("SAVEPOINT", stop(job));
    running.put(
        job,
        flink.submit(readme.command("--fromSavepoint \"$SAVEPOINT\" --class " + job.classPrefix)));
  }

  /** Stops a job when it runs, and returns the path of its savepoint. */
  String stop(Job job) throws InterruptedException {
    String id = id(job);
    Await.until("a running job", () -> flink.rest().isRunning(id));
    readme.set("JOB", id);
    running.remove(job);
    return flink.stop(readme.command("stop"));
  }

  /** Does what the kill says when it is due, and starts another process in the place. */
  void suffer(Kill kill) throws Exception {
    awaitFurther(kill.afterAnswers());
    switch (kill.target()) {
      case TASK_MANAGER -> {
        List<String> candidates = busy();
        flink.killTaskManager(candidates.get(kill.choice() % candidates.size()));
        flink.startTaskManager();
      }
      case JOB_MANAGER -> {
        flink.killJobManager();
        flink.startJobManager();
      }
      case BROKER -> {
        broker.kill();
        broker.restart();
      }
    }
  }

  /** The TaskManagers that work, as far as can be said; else all of them. */
  List<String> busy() {
    List<String> busy = new ArrayList<>(flink.taskManagers());
    try {
      for (String id : running.values()) {
        busy.retainAll(flink.rest().taskManagersOf(id));
      }
    } catch (IOException e) {
      return flink.taskManagers();
    }
    return busy.isEmpty() ? flink.taskManagers() : busy;
  }

  /** Returns when so many more answers were written, whether they are committed or not. */
  void awaitFurther(long answers) {
    long before = attempts();
    Await.until(
        answers + " further answers",
        () -> {
          try {
            return attempts.written() >= before + answers;
          } catch (RetriableException e) {
            return false; // the broker is down
          }
        });
  }

  /** How many answers were written so far, committed or not. */
  private long attempts() {
    long[] written = new long[1];
    Await.until(
        "a broker that answers",
        () -> {
          try {
            written[0] = attempts.written();
            return true;
          } catch (RetriableException e) {
            return false;
          }
        });
    return written[0];
  }

  /**
   * Asserts that no transaction hides what comes after it; returns at the latest before a broker
   * would end one by itself. No job may run.
   */
  void assertNothingLeftOpen() {
    for (Topic topic :
        List.of(Topic.PREDICTIONS, Topic.ALERTS, Topic.SERVED_FEATURES, Topic.DEAD_LETTERS)) {
      TopicReader<?> committed = topics.committedRecords(topic);
      TopicReader<?> all = topics.uncommittedRecords(topic);
      Await.until(
          "an end of all transactions of " + topic, () -> committed.written() == all.written());
    }
  }

  @Override
  public void close() throws Exception {
    flink.close();
    zooKeeper.close();
    topics.close();
  }
}

package io.tidemill.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.integration.Deployment.Job;
import io.tidemill.integration.Tanks.Reading;
import io.tidemill.schema.Topic;
import io.tidemill.schema.message.Prediction;
import io.tidemill.snapshot.ModelSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What is away for a while and comes back: the job heals by itself, and its answers show nothing.
 *
 * <p>The outages befall one job, one after the other.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutagesITCase {
  private static final int PER_SECOND = 500;
  private static final int FURTHER = 1000; // answers
  private static final Duration OUTAGE = Faults.asked().outage();

  private final Path directory = Project.scratch(OutagesITCase.class);
  private final Tanks tanks = new Tanks(100, 17);
  private final List<Reading> readings = new ArrayList<>();
  private SmallDisk disk;
  private Deployment deployment;
  private ModelSnapshot model;

  /** An outage, from its beginning to its end. */
  @FunctionalInterface
  private interface Outage {
    void run() throws Exception;
  }

  @BeforeAll
  void start() throws Exception {
    disk = SmallDisk.mount(directory.resolve("disk"));
    Map<String, String> settings =
        Map.of("execution.checkpointing.dir", disk.directory().toUri().toString());
    deployment = Deployment.start(Project.pipeline("pinned-model.yaml"), directory, settings);
    model = Models.untrained(deployment.topics().pipeline().model());
    deployment.topics().publish(model);
    deployment.submit(Job.INFERENCE);
  }

  @AfterAll
  void stop() throws Exception {
    try (SmallDisk mounted = disk;
        Deployment started = deployment) {
      started.stop(Job.INFERENCE);
      started.assertNothingLeftOpen();
    }
  }

  @Test
  void brokerIsAway() throws Exception {
    suffer(
        () -> {
          deployment.broker().kill();
          last();
          deployment.broker().restart();
        });
  }

  @Test
  void diskForCheckpointsIsFull() throws Exception {
    disk.requireMounted();
    String job = deployment.id(Job.INFERENCE);
    FlinkRest rest = deployment.flink().rest();
    int restores = rest.restores(job);
    suffer(
        () -> {
          int failed = rest.failedCheckpoints(job);
          Await.until(
              "a checkpoint that fails",
              () -> {
                disk.fill(); // a checkpoint that is superseded gives space back
                return rest.failedCheckpoints(job) > failed;
              });
          last();
          disk.free();
        });
    assertThat(rest.restores(job)).as("the job ran on").isEqualTo(restores);
  }

  @Test
  void taskManagerIsFrozenPastItsHeartbeat() throws Exception {
    FlinkProcesses flink = deployment.flink();
    suffer(
        () -> {
          ChildProcess frozen = flink.taskManager(deployment.busy().get(0));
          frozen.freeze();
          Await.until("a TaskManager that is missed", () -> flink.rest().taskManagers() == 1);
          deployment.awaitFurther(FURTHER);
          frozen.thaw();
        });
    Await.until("both TaskManagers", () -> flink.rest().taskManagers() == 2);
  }

  private static void last() throws InterruptedException {
    Thread.sleep(OUTAGE.toMillis());
  }

  /** Lets events come all the time, and checks what is committed of all up to now. */
  private void suffer(Outage outage) throws Exception {
    PipelineTopics topics = deployment.topics();
    try (Feeding feeding = Feeding.start(topics, tanks, PER_SECOND)) {
      deployment.awaitFurther(FURTHER);
      outage.run();
      deployment.awaitFurther(FURTHER);
      readings.addAll(feeding.stop());
    }
    try (TopicReader<Prediction> answers = topics.committed(Topic.PREDICTIONS, Prediction.class)) {
      Await.until("an answer to everything", () -> answers.read().size() >= readings.size());
      assertThat(answers.read()).hasSize(readings.size());
      UndisturbedRun.assertAnswers(model, readings, answers.read());
    }
  }
}

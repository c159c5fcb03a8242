package io.tidemill.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.integration.Tanks.Reading;
import io.tidemill.schema.Topic;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.PredictionStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The job jar on a cluster of processes, with the commands of deploy/README.md: what it answers
 * survives kill -9 and an upgrade.
 */
class SubmitJobITCase {
  private static final int FURTHER = 200; // answers
  private static final int PER_SECOND = 200;

  private final Path directory = Project.scratch(SubmitJobITCase.class);

  @Test
  void documentedCommandsRunTheLoop() throws Exception {
    Path file = Project.pipeline("submit-job.yaml");
    DeployReadme readme = new DeployReadme();
    try (PipelineTopics topics = PipelineTopics.create(file, directory);
        FlinkProcesses flink = FlinkProcesses.start(directory.resolve("flink"), 1, Map.of())) {
      readme.set("JAR", Project.built("stream-jobs/target/tidemill-job.jar").toString());
      readme.set("PIPELINE", file.toString());
      readme.set("KAFKA", topics.kafka());
      String inference = flink.submit(readme.command("--detached --class io.tidemill.inference"));
      String learner = flink.submit(readme.command("--detached --class io.tidemill.learning"));
      TopicReader<Prediction> answers = topics.committed(Topic.PREDICTIONS, Prediction.class);
      List<Reading> readings;
      try (Feeding feeding = Feeding.start(topics, new Tanks(20, 5), PER_SECOND)) {
        awaitFurther(answers);
        assertThat(flink.flink(readme.command("list"))).contains(inference, learner);

        flink.killTaskManager(flink.rest().taskManagersOf(inference).iterator().next());
        flink.startTaskManager();
        awaitRestored(flink, inference);
        awaitRestored(flink, learner);
        awaitFurther(answers);

        upgrade(flink, readme, inference, "io.tidemill.inference");
        upgrade(flink, readme, learner, "io.tidemill.learning");
        awaitFurther(answers);
        readings = feeding.stop();
      }
      Await.until("an answer to everything", () -> answers.read().size() >= readings.size());
      assertThat(answers.read()).hasSize(readings.size());
      assertThat(answers.read()).extracting(Prediction::getEventId).doesNotHaveDuplicates();
      assertThat(readme.untried()).isEmpty();
    }
  }

  /** Waits for answers by a model that is newer than all that has answered so far. */
  private static void awaitFurther(TopicReader<Prediction> answers) {
    int before = answers.read().size();
    long newest = newest(answers.read());
    Await.until(
        "further answers, by a newer model",
        () -> answers.read().size() > before + FURTHER && newest(answers.read()) > newest);
  }

  private static long newest(List<Prediction> answers) {
    return answers.stream()
        .filter(answer -> answer.getStatus() == PredictionStatus.PREDICTED)
        .mapToLong(answer -> answer.getModel().getSequence())
        .max()
        .orElse(0);
  }

  private static void awaitRestored(FlinkProcesses flink, String job) {
    Await.until(
        "a job that runs again",
        () -> flink.rest().restores(job) > 0 && flink.rest().isRunning(job));
  }

  /** Stops a job with a savepoint, and submits it again to go on from there. */
  private static void upgrade(
      FlinkProcesses flink, DeployReadme readme, String job, String classPrefix) throws Exception {
    readme.set("JOB", job);
    readme.set("SAVEPOINT", flink.stop(readme.command("stop")));
    flink.submit(readme.command("--fromSavepoint \"$SAVEPOINT\" --class " + classPrefix));
  }
}

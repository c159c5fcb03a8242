package io.tidemill.integration;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.integration.Deployment.Job;
import io.tidemill.integration.Tanks.Reading;
import io.tidemill.schema.Topic;
import io.tidemill.schema.message.Prediction;
import io.tidemill.snapshot.ModelVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Whatever is killed while the model is learned: every event has one answer, in order within its
 * key, and no answer comes from an older version than the one before it.
 */
class LiveLearnerFaultsITCase {
  private static final ModelVersion NONE = new ModelVersion(0, 0);
  private static final int PER_SECOND = 500;
  private static final int TANKS = 50;

  private final Path directory = Project.scratch(LiveLearnerFaultsITCase.class);

  @Test
  void versionsNeverGoBack() throws Exception {
    Faults faults = Faults.asked();
    Path file = Project.pipeline("live-learner.yaml");
    try (Deployment deployment = Deployment.start(file, directory, Map.of())) {
      PipelineTopics topics = deployment.topics();
      deployment.submit(Job.INFERENCE);
      deployment.submit(Job.LEARNER);
      TopicReader<Prediction> answers = topics.committed(Topic.PREDICTIONS, Prediction.class);
      List<Reading> readings;
      try (Feeding feeding = Feeding.start(topics, new Tanks(TANKS, 13), PER_SECOND)) {
        awaitNewerVersion(answers);
        for (Kill kill : Kill.schedule(faults.seed(), faults.kills())) {
          deployment.suffer(kill);
        }
        awaitNewerVersion(answers);
        readings = feeding.stop();
      }
      Await.until("an answer to everything", () -> answers.read().size() >= readings.size());
      deployment.stop(Job.LEARNER);
      deployment.stop(Job.INFERENCE);

      assertThat(answers.read()).extracting(Prediction::getEventId).doesNotHaveDuplicates();
      assertThat(answers.read()).hasSize(readings.size());
      Map<String, List<Prediction>> byKey =
          answers.read().stream().collect(groupingBy(Prediction::getKey));
      readings.stream()
          .collect(groupingBy(Reading::tank))
          .forEach((tank, ofTank) -> assertAnswered(ofTank, byKey.getOrDefault(tank, List.of())));
      deployment.assertNothingLeftOpen();
    }
  }

  /** Waits for an answer by a version that is newer than all that have answered so far. */
  private static void awaitNewerVersion(TopicReader<Prediction> answers) {
    ModelVersion newest = newest(answers.read());
    Await.until(
        "answers by a newer version than " + newest,
        () -> newest(answers.read()).compareTo(newest) > 0);
  }

  private static ModelVersion newest(List<Prediction> answers) {
    return answers.stream()
        .map(LiveLearnerFaultsITCase::version)
        .max(ModelVersion::compareTo)
        .orElse(NONE);
  }

  private static void assertAnswered(List<Reading> readings, List<Prediction> answers) {
    assertThat(answers)
        .extracting(Prediction::getTime)
        .containsExactlyElementsOf(readings.stream().map(Reading::time).toList());
    assertThat(answers.stream().map(LiveLearnerFaultsITCase::version))
        .as("versions that answered %s", answers.get(0).getKey())
        .isSorted();
  }

  private static ModelVersion version(Prediction answer) {
    return answer.getModel() == null
        ? NONE
        : new ModelVersion(answer.getModel().getEpoch(), answer.getModel().getSequence());
  }
}

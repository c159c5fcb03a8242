package io.tidemill.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.inference.InferenceJob;
import io.tidemill.integration.Tanks.Reading;
import io.tidemill.kafka.ServedRows;
import io.tidemill.schema.Topic;
import io.tidemill.schema.message.FeatureRecordKind;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.ServedFeatures;
import io.tidemill.snapshot.ModelSnapshot;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.Test;

/** A job that loses tasks answers every event once, with the memory of one that lost none. */
class ExactlyOnceITCase {
  private static final int LOSSES = 2;
  private static final int AFTER_CHECKPOINT = 1000; // answers that a loss makes void, at least
  private static final int PER_SECOND = 2000;

  private final Path directory = Project.scratch(ExactlyOnceITCase.class);

  @Test
  void lostTasksLeaveNoTraceInTheAnswers() throws Exception {
    try (PipelineTopics topics =
            PipelineTopics.create(Project.pipeline("exactly-once.yaml"), directory);
        FlinkInProcess flink = FlinkInProcess.start(directory, 2, 1)) {
      ModelSnapshot model = Models.untrained(topics.pipeline().model());
      topics.publish(model);
      JobID job = flink.submit(InferenceJob::add, topics);
      TopicReader<Prediction> attempts = topics.uncommitted(Topic.PREDICTIONS, Prediction.class);
      TopicReader<Prediction> answers = topics.committed(Topic.PREDICTIONS, Prediction.class);
      int probes = topics.awaitServing(attempts);

      List<Reading> readings;
      try (Feeding feeding = Feeding.start(topics, new Tanks(40, 7), PER_SECOND)) {
        for (int loss = 0; loss < LOSSES; loss++) {
          loseWhatFollowsACheckpoint(flink, job, attempts);
        }
        awaitMore(attempts, AFTER_CHECKPOINT);
        readings = feeding.stop();
      }
      int events = probes + readings.size();
      Await.until(
          "an answer to everything",
          () -> {
            flink.checkpoint(job);
            return answers.read().size() >= events;
          });
      flink.stop(job);

      assertThat(answers.read()).hasSize(events);
      assertThat(attempts.read()).hasSizeGreaterThan(events + LOSSES * AFTER_CHECKPOINT);
      UndisturbedRun.assertAnswers(model, readings, answers.read());
      assertThat(answers.read().stream().filter(Prediction::getOutOfOrder).count())
          .isBetween(events / 100L, events / 10L);
      assertThat(servedRows(topics))
          .extracting(ServedFeatures::getEventId)
          .containsExactlyInAnyOrderElementsOf(
              answers.read().stream().map(Prediction::getEventId).toList());
    }
  }

  /** Loses a half of the job when it has answered much since its last complete checkpoint. */
  private static void loseWhatFollowsACheckpoint(
      FlinkInProcess flink, JobID job, TopicReader<Prediction> attempts) throws Exception {
    awaitMore(attempts, AFTER_CHECKPOINT);
    flink.checkpoint(job);
    long completed = flink.completedCheckpoints(job);
    awaitMore(attempts, AFTER_CHECKPOINT);
    flink.loseTaskManager(job);
    assertThat(flink.completedCheckpoints(job)).isEqualTo(completed).isPositive();
  }

  private static void awaitMore(TopicReader<Prediction> attempts, int count) {
    int before = attempts.read().size();
    Await.until(count + " more answers", () -> attempts.read().size() > before + count);
  }

  private static List<ServedFeatures> servedRows(PipelineTopics topics) {
    return topics.committed(Topic.SERVED_FEATURES, ServedFeatures.class).read().stream()
        .flatMap(message -> ServedRows.each(message).stream())
        .filter(row -> row.getKind() == FeatureRecordKind.ROW)
        .toList();
  }
}

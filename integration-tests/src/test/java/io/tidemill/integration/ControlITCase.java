package io.tidemill.integration;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.control.KnownVersion;
import io.tidemill.control.Order;
import io.tidemill.inference.InferenceJob;
import io.tidemill.integration.Tanks.Reading;
import io.tidemill.kafka.ControlTopic;
import io.tidemill.kafka.KafkaConnection;
import io.tidemill.kafka.ModelsNow;
import io.tidemill.learning.LearnerJob;
import io.tidemill.schema.Topic;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.PredictionStatus;
import io.tidemill.snapshot.ModelVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.Test;

/** Orders of the control topic are obeyed by jobs that run, and nothing is lost meanwhile. */
class ControlITCase {
  private static final int TANKS = 20;
  private static final int PER_SECOND = 300;
  private static final int ANSWERS = 300;

  private final Path directory = Project.scratch(ControlITCase.class);

  @Test
  void ordersChooseWhatAnswersAndWhatIsLearnedOnFrom() throws Exception {
    try (PipelineTopics topics =
            PipelineTopics.create(Project.pipeline("control.yaml"), directory);
        FlinkInProcess flink = FlinkInProcess.start(directory, 1, 4)) {
      JobID inference = flink.submit(InferenceJob::add, topics);
      flink.submit(LearnerJob::add, topics);
      TopicReader<Prediction> answers = topics.uncommitted(Topic.PREDICTIONS, Prediction.class);
      TopicReader<ModelChunk> models = topics.uncommitted(Topic.MODELS, ModelChunk.class);
      List<Reading> readings;
      try (Feeding feeding = Feeding.start(topics, new Tanks(TANKS, 7), PER_SECOND)) {
        Await.until("more versions than are kept", () -> models.read().size() > 8);
        Await.until(
            "no more versions than are kept", () -> now(topics).selection().versions().size() <= 5);
        awaitAnswersFrom(newest(models), answers);

        ModelVersion pinned = oldest(topics);
        give(topics, now(topics).orders().pin(pinned));
        awaitAnswersBy(pinned, answers);
        int published = models.read().size();
        Await.until("newer versions", () -> models.read().size() > published + 3);
        assertAnsweredBy(pinned, answers);

        inference = flink.resume(InferenceJob::add, topics, flink.stop(inference));
        assertAnsweredBy(pinned, answers);
        flink.cancel(inference);
        flink.submit(InferenceJob::add, topics);
        assertAnsweredBy(pinned, answers);

        give(topics, now(topics).orders().unpin());
        awaitAnswersFrom(newest(models), answers);

        Order.Rollback rollback = now(topics).orders().rollback(pinned);
        ModelVersion next = new ModelVersion(rollback.fromEpoch(), 0);
        // How many answers the next version leaves to this one is the learner's affair.
        Predicate<ModelVersion> obeyed =
            version -> version.equals(pinned) || version.compareTo(next) > 0;
        give(topics, rollback);
        awaitAnswers("by version " + pinned + " or what was learned from it", obeyed, answers);
        int rolledBack = answers.read().size();
        awaitAnswersFrom(next, answers);
        assertThat(after(rolledBack, answers))
            .as("what was learned before the rollback")
            .allMatch(obeyed);

        give(topics, now(topics).orders().pin(pinned));
        awaitAnswersBy(pinned, answers);
        give(topics, now(topics).orders().promote(pinned)); // and at once the next one follows
        awaitAnswersFrom(newest(models), answers);
        readings = feeding.stop();
      }
      // Some came twice, so a count of answers says nothing of the last ones.
      Await.until("an answer to everything", () -> answered(answers).containsAll(asked(readings)));
      assertNothingLost(readings, answers.read());
    }
  }

  /** A reading, as its answers name it. */
  private record Asked(String key, long time) {}

  private static Set<Asked> asked(List<Reading> readings) {
    return readings.stream()
        .map(reading -> new Asked(reading.tank(), reading.time()))
        .collect(toSet());
  }

  private static Set<Asked> answered(TopicReader<Prediction> answers) {
    return answers.read().stream()
        .map(answer -> new Asked(answer.getKey(), answer.getTime()))
        .collect(toSet());
  }

  private static void assertNothingLost(List<Reading> readings, List<Prediction> answers) {
    Map<String, List<Prediction>> byKey = answers.stream().collect(groupingBy(Prediction::getKey));
    readings.stream()
        .collect(groupingBy(Reading::tank))
        .forEach(
            (tank, ofTank) -> {
              // The one job that was cancelled may have answered since its last checkpoint.
              List<Long> times =
                  byKey.getOrDefault(tank, List.of()).stream().map(Prediction::getTime).toList();
              assertThat(times)
                  .as("answers to %s", tank)
                  .containsSubsequence(ofTank.stream().map(Reading::time).toList());
            });
  }

  private static void give(PipelineTopics topics, Order order) throws Exception {
    ControlTopic.of(KafkaConnection.of(topics.kafka()), topics.pipeline())
        .send(order.message("order", System.currentTimeMillis(), "operator", "a test"));
  }

  private static ModelsNow now(PipelineTopics topics) throws Exception {
    return ModelsNow.read(KafkaConnection.of(topics.kafka()), topics.pipeline());
  }

  private static ModelVersion oldest(PipelineTopics topics) throws Exception {
    KnownVersion oldest = now(topics).selection().versions().iterator().next();
    return Objects.requireNonNull(oldest).version();
  }

  private static void awaitAnswersBy(ModelVersion version, TopicReader<Prediction> answers) {
    awaitAnswers("by version " + version, version::equals, answers);
  }

  private static void awaitAnswers(
      String by, Predicate<ModelVersion> wanted, TopicReader<Prediction> answers) {
    int before = answers.read().size();
    Await.until(
        "answers " + by,
        () -> after(before, answers).stream().filter(wanted).count() > ANSWERS / 10);
  }

  private static void awaitAnswersFrom(ModelVersion version, TopicReader<Prediction> answers) {
    int before = answers.read().size();
    Await.until(
        "answers by version " + version + " or a newer one",
        () -> after(before, answers).stream().anyMatch(v -> v.compareTo(version) >= 0));
  }

  /** Waits for further answers and asserts that all of them are by one version. */
  private static void assertAnsweredBy(ModelVersion version, TopicReader<Prediction> answers) {
    int before = answers.read().size();
    Await.until("further answers", () -> answers.read().size() > before + ANSWERS);
    assertThat(after(before, answers)).containsOnly(version);
  }

  private static List<ModelVersion> after(int count, TopicReader<Prediction> answers) {
    List<Prediction> all = answers.read();
    return all.subList(count, all.size()).stream()
        .filter(answer -> answer.getStatus() == PredictionStatus.PREDICTED)
        .map(
            answer ->
                new ModelVersion(answer.getModel().getEpoch(), answer.getModel().getSequence()))
        .toList();
  }

  private static ModelVersion newest(TopicReader<ModelChunk> models) {
    ModelChunk model = models.read().get(models.read().size() - 1);
    return new ModelVersion(model.getEpoch(), model.getSequence());
  }
}

package io.tidemill.integration;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.inference.InferenceJob;
import io.tidemill.integration.Tanks.Reading;
import io.tidemill.learning.LearnerJob;
import io.tidemill.schema.Topic;
import io.tidemill.schema.message.DeadLetter;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.PredictionStatus;
import io.tidemill.snapshot.ModelVersion;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.Test;

/** The loop closes: what is answered is learned from, and what was learned answers. */
class LearnAndServeITCase {
  private static final ModelVersion NONE = new ModelVersion(0, 0);
  private static final int VERSIONS = 5; // of each learner
  private static final long LEARNED = 1500; // steps, after which a forecast is judged
  private static final int TANKS = 20;
  private static final int PER_SECOND = 500;
  private static final int BAD = 7;
  private static final long JUDGED = 100 * Tanks.STEP; // ms of event time

  private final Path directory = Project.scratch(LearnAndServeITCase.class);

  @Test
  void answersComeFromVersionsThatGrowAcrossRestartsOfTheLearner() throws Exception {
    try (PipelineTopics topics =
            PipelineTopics.create(Project.pipeline("learn-and-serve.yaml"), directory);
        FlinkInProcess flink = FlinkInProcess.start(directory, 1, 4)) {
      flink.submit(InferenceJob::add, topics);
      JobID learner = flink.submit(LearnerJob::add, topics);
      TopicReader<Prediction> answers = topics.uncommitted(Topic.PREDICTIONS, Prediction.class);
      TopicReader<ModelChunk> models = topics.uncommitted(Topic.MODELS, ModelChunk.class);
      for (int i = 0; i < BAD; i++) {
        topics.send("tank-" + i, BadInput.NOT_JSON.bytes()).get();
      }

      List<Reading> readings;
      long settled;
      try (Feeding feeding = Feeding.start(topics, new Tanks(TANKS, 11), PER_SECOND)) {
        awaitVersions(models, answers);
        int epoch = newest(models).epoch();

        learner = flink.resume(LearnerJob::add, topics, flink.stop(learner));
        awaitVersions(models, answers);
        assertThat(newest(models).epoch()).as("of a learner with its state").isEqualTo(epoch);

        flink.cancel(learner);
        flink.submit(LearnerJob::add, topics);
        awaitVersions(models, answers);
        assertThat(newest(models).epoch()).as("without its state").isEqualTo(epoch + 1);

        Await.until("a model that has learned", () -> newest(models).sequence() >= LEARNED);
        awaitAnswersBy(newest(models), answers);
        settled = latest(answers);
        awaitAnswersAfter(settled + JUDGED, answers);
        readings = feeding.stop();
      }
      Await.until("an answer to everything", () -> answers.read().size() >= readings.size());

      assertThat(answers.read()).hasSize(readings.size());
      assertThat(topics.uncommitted(Topic.DEAD_LETTERS, DeadLetter.class).read()).hasSize(BAD);
      assertGrowing(models.read());
      assertServedAsPublished(answers.read(), models.read());
      assertBetterThanLastValue(readings, answers.read(), settled);
    }
  }

  /** Waits until so many more versions were published and the last of them answers. */
  private static void awaitVersions(
      TopicReader<ModelChunk> models, TopicReader<Prediction> answers) {
    int published = models.read().size();
    Await.until("new versions", () -> models.read().size() >= published + VERSIONS);
    awaitAnswersBy(newest(models), answers);
  }

  private static void awaitAnswersBy(ModelVersion version, TopicReader<Prediction> answers) {
    Await.until(
        "answers by version " + version,
        () -> answers.read().stream().anyMatch(a -> version(a).compareTo(version) >= 0));
  }

  private static void awaitAnswersAfter(long time, TopicReader<Prediction> answers) {
    Await.until("answers after " + time, () -> latest(answers) > time);
  }

  private static long latest(TopicReader<Prediction> answers) {
    return answers.read().stream().mapToLong(Prediction::getTime).max().orElseThrow();
  }

  private static void assertGrowing(List<ModelChunk> models) {
    for (int i = 1; i < models.size(); i++) {
      ModelChunk before = models.get(i - 1);
      ModelChunk model = models.get(i);
      assertThat(version(model)).isGreaterThan(version(before));
      if (model.getEpoch() == before.getEpoch()) {
        assertThat(model.getLearnedUntil()).isGreaterThan(before.getLearnedUntil());
      }
    }
  }

  /** Once a version has answered a key, no older one does, and none that was not published. */
  private static void assertServedAsPublished(List<Prediction> answers, List<ModelChunk> models) {
    Map<String, ModelVersion> newest = new HashMap<>();
    Set<ModelVersion> served = new HashSet<>();
    for (Prediction answer : answers) {
      ModelVersion version = version(answer);
      assertThat(answer.getStatus())
          .isEqualTo(version.equals(NONE) ? PredictionStatus.UNSCORED : PredictionStatus.PREDICTED);
      assertThat(version).isGreaterThanOrEqualTo(newest.getOrDefault(answer.getKey(), NONE));
      newest.put(answer.getKey(), version);
      served.add(version);
    }
    assertThat(served.remove(NONE)).as("events came before the first model").isTrue();
    assertThat(served).hasSizeGreaterThan(VERSIONS);
    assertThat(models.stream().map(LearnAndServeITCase::version).toList()).containsAll(served);
  }

  /** A last value errs by the noise of two readings and a step, a good forecast by that of one. */
  private static void assertBetterThanLastValue(
      List<Reading> readings, List<Prediction> answers, long from) {
    ForecastComparison comparison = new ForecastComparison(from);
    Map<String, List<Prediction>> byKey = answers.stream().collect(groupingBy(Prediction::getKey));
    readings.stream()
        .collect(groupingBy(Reading::tank))
        .forEach((tank, ofTank) -> comparison.add(ofTank, byKey.getOrDefault(tank, List.of())));
    assertThat(comparison.forecasts()).isGreaterThan(1000);
    assertThat(comparison.error()).isLessThan(0.7 * comparison.lastValueError());
  }

  private static ModelVersion newest(TopicReader<ModelChunk> models) {
    return version(models.read().get(models.read().size() - 1));
  }

  private static ModelVersion version(ModelChunk model) {
    return new ModelVersion(model.getEpoch(), model.getSequence());
  }

  private static ModelVersion version(Prediction answer) {
    return answer.getModel() == null
        ? NONE
        : new ModelVersion(answer.getModel().getEpoch(), answer.getModel().getSequence());
  }
}

package io.tidemill.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.inference.InferenceJob;
import io.tidemill.integration.Tanks.Reading;
import io.tidemill.schema.Topic;
import io.tidemill.schema.message.Prediction;
import io.tidemill.snapshot.ModelSnapshot;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * State of the inference job is read for ever: savepoints of all releases lie in resources/golden,
 * and a job goes on from each as if it had never stopped.
 */
class GoldenSavepointITCase {
  private static final Path GOLDEN =
      Project.root().resolve("integration-tests/src/test/resources/golden");

  /** What the job had answered when a savepoint was taken, and what comes then; never changed. */
  private static final int BEFORE = 400;

  private static final int AFTER = 400;
  private static final List<Reading> READINGS = readings();

  private final Path directory = Project.scratch(GoldenSavepointITCase.class);

  private static List<Reading> readings() {
    Tanks tanks = new Tanks(10, 3);
    return Stream.generate(tanks::next).limit(BEFORE + AFTER).toList();
  }

  static Stream<Path> golden() throws Exception {
    try (Stream<Path> savepoints = Files.list(GOLDEN)) {
      return savepoints.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("golden")
  void savepointOfEarlierReleaseIsRead(Path savepoint) throws Exception {
    assertGoesOnFrom(savepoint);
  }

  @Test
  void savepointOfThisReleaseIsRead() throws Exception {
    assertGoesOnFrom(take());
  }

  /** A savepoint as this release takes it; at a release it goes into resources/golden. */
  private Path take() throws Exception {
    Path home = directory.resolve("take");
    try (PipelineTopics topics = topics(home);
        FlinkInProcess flink = FlinkInProcess.start(home, 1, 2)) {
      topics.publish(model(topics));
      READINGS.subList(0, BEFORE).forEach(topics::send);
      topics.flush();
      JobID job = flink.submit(InferenceJob::add, topics);
      TopicReader<Prediction> answers = topics.committed(Topic.PREDICTIONS, Prediction.class);
      Await.until(
          "answers",
          () -> {
            flink.checkpoint(job); // and nothing is left to commit at the end
            return answers.read().size() == BEFORE;
          });
      return Path.of(URI.create(flink.stop(job)));
    }
  }

  private void assertGoesOnFrom(Path savepoint) throws Exception {
    Path home = directory.resolve("from-" + savepoint.getFileName());
    try (PipelineTopics topics = topics(home);
        FlinkInProcess flink = FlinkInProcess.start(home, 1, 2)) {
      ModelSnapshot model = model(topics);
      topics.publish(model);
      READINGS.forEach(topics::send); // to the same offsets as when the savepoint was taken
      topics.flush();
      JobID job = flink.resume(InferenceJob::add, topics, savepoint.toUri().toString());
      TopicReader<Prediction> answers = topics.committed(Topic.PREDICTIONS, Prediction.class);
      Await.until(
          "answers to what came then",
          () -> {
            flink.checkpoint(job);
            return answers.read().size() >= AFTER;
          });
      flink.stop(job);

      assertThat(answers.read()).hasSize(AFTER);
      UndisturbedRun.assertAnswersAfter(
          model,
          READINGS.subList(0, BEFORE),
          READINGS.subList(BEFORE, READINGS.size()),
          answers.read());
    }
  }

  private static PipelineTopics topics(Path home) throws Exception {
    return PipelineTopics.create(Project.pipeline("golden-savepoint.yaml"), home);
  }

  private static ModelSnapshot model(PipelineTopics topics) {
    return Models.untrained(topics.pipeline().model());
  }
}

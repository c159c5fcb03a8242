package io.tidemill.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.inference.InferenceJob;
import io.tidemill.integration.Deployment.Job;
import io.tidemill.integration.Tanks.Reading;
import io.tidemill.schema.Topic;
import io.tidemill.schema.message.Prediction;
import io.tidemill.snapshot.ModelSnapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.Test;

/**
 * Whatever is killed, and however the job is rescaled: what is committed is what a run without
 * faults commits, byte for byte.
 */
class PinnedModelFaultsITCase {
  private static final List<Integer> PARALLELISMS = List.of(2, 3, 1);
  private static final int PER_SECOND = 1000;
  private static final int TANKS = 200;
  private static final int CALM = 2000; // answers before the first and after the last fault

  private final Path directory = Project.scratch(PinnedModelFaultsITCase.class);

  @Test
  void killsAndRescalesLeaveNoTrace() throws Exception {
    Faults faults = Faults.asked();
    List<Kill> kills = Kill.schedule(faults.seed(), faults.kills());
    Path file = Project.pipeline("pinned-model.yaml");
    try (Deployment deployment = Deployment.start(file, directory, Map.of())) {
      PipelineTopics topics = deployment.topics();
      ModelSnapshot model = Models.untrained(topics.pipeline().model());
      topics.publish(model);
      deployment.submit(Job.INFERENCE);
      List<Reading> readings;
      try (Feeding feeding = Feeding.start(topics, new Tanks(TANKS, 7), PER_SECOND)) {
        deployment.awaitFurther(CALM);
        int suffered = 0;
        for (int phase = 0; phase < PARALLELISMS.size(); phase++) {
          if (phase > 0) {
            deployment.rescale(Job.INFERENCE, PARALLELISMS.get(phase));
          }
          int until = kills.size() * (phase + 1) / PARALLELISMS.size();
          for (; suffered < until; suffered++) {
            deployment.suffer(kills.get(suffered));
          }
        }
        deployment.awaitFurther(CALM);
        readings = feeding.stop();
      }
      CommittedOutputs disturbed = awaitAnswers(topics, readings.size());
      deployment.stop(Job.INFERENCE);
      deployment.assertNothingLeftOpen();
      long attempts = topics.uncommitted(Topic.PREDICTIONS, Prediction.class).read().size();
      assertThat(attempts).as("what was written").isGreaterThan(readings.size());

      CommittedOutputs undisturbed = undisturbed(topics, readings.size());
      disturbed.assertSameAs(undisturbed);
      assertThat(undisturbed.alerts()).isNotEmpty();
      UndisturbedRun.assertAnswers(model, readings, disturbed.decoded());
    }
  }

  /** Everything that is committed, when there are so many answers. */
  private static CommittedOutputs awaitAnswers(PipelineTopics topics, int count) {
    TopicReader<Prediction> answers = topics.committed(Topic.PREDICTIONS, Prediction.class);
    Await.until("an answer to everything", () -> answers.read().size() >= count);
    return CommittedOutputs.read(topics);
  }

  /** What a job in one process answers to the same events when nothing happens to it. */
  private CommittedOutputs undisturbed(PipelineTopics topics, int count) throws Exception {
    topics.forgetAnswers();
    try (FlinkInProcess flink = FlinkInProcess.start(directory.resolve("undisturbed"), 1, 2)) {
      JobID job = flink.submit(InferenceJob::add, topics);
      CommittedOutputs outputs = awaitAnswers(topics, count);
      flink.stop(job);
      return outputs;
    }
  }
}

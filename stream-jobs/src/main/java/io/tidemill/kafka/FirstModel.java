package io.tidemill.kafka;

import io.tidemill.pipeline.Pipeline;
import io.tidemill.snapshot.ModelSnapshot;
import java.io.IOException;

/** The model that a stream begins with: one that was learned before, from files. */
public final class FirstModel {
  private FirstModel() {}

  /**
   * Publishes a model on the models topic, which must exist, unless a version that is as new is
   * there; what is published is acknowledged when it returns.
   *
   * @param now by the clock, milliseconds
   * @return whether it was published
   */
  public static boolean publish(
      KafkaConnection kafka, Pipeline pipeline, ModelSnapshot model, long now)
      throws IOException, InterruptedException {
    if (!AtSubmission.read(kafka, pipeline).isOlderThan(model)) {
      return false;
    }
    ModelsTopic.of(kafka, pipeline).publish(PublishedModel.of(model, now));
    return true;
  }
}

package io.tidemill.kafka;

import io.tidemill.control.Orders;
import io.tidemill.control.Selection;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.schema.message.Control;
import java.io.IOException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline's models and control topics say now, for those who ask outside of a job.
 *
 * @param order the last one about versions; null: none
 * @param epoch the newest one that is or may have been in use
 * @param untrusted chunks that do not count because they are not signed as they must be
 * @param objection to the last of them; null: there are none
 */
public record ModelsNow(
    Selection selection,
    @Nullable Control order,
    int epoch,
    int untrusted,
    @Nullable String objection) {

  /**
   * Reads the topics.
   *
   * @throws IOException if there is no broker or no such topic
   * @throws TimeoutException when the broker does not answer for 30 s
   */
  public static ModelsNow read(KafkaConnection kafka, Pipeline pipeline) throws IOException {
    ControlTopic control = ControlTopic.of(kafka, pipeline);
    kafka.requireListener();
    TopicCreation topics = new TopicCreation(kafka);
    topics.partitions(pipeline.topics().models());
    topics.partitions(control.topic());
    OrdersSoFar orders = new OrdersSoFar();
    control.read(orders::add);
    VersionsSoFar versions = VersionsSoFar.read(kafka, pipeline, orders);
    return new ModelsNow(
        versions.selection(),
        orders.last(),
        Math.max(versions.epoch(), orders.epoch()),
        versions.untrusted(),
        versions.objection());
  }

  /** The orders that can be given now. */
  public Orders orders() {
    return new Orders(selection, epoch);
  }
}

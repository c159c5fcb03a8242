package io.tidemill.kafka;

import io.tidemill.pipeline.OutputFormat;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.schema.MessageCodec;
import io.tidemill.schema.MessageFormatException;
import io.tidemill.schema.message.Control;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The control topic of a pipeline, outside of a job.
 *
 * @param topic its name
 * @param pipeline whose it is
 */
public record ControlTopic(KafkaConnection kafka, String topic, String pipeline) {

  /** The topic of a pipeline. */
  public static ControlTopic of(KafkaConnection kafka, Pipeline pipeline) {
    return new ControlTopic(kafka, pipeline.topics().control(), pipeline.name());
  }

  /**
   * Reads all orders from the beginning; what is none is passed over.
   *
   * @return the offset of what is written next
   * @throws TimeoutException when the broker does not answer for 30 s
   */
  public long read(Consumer<Control> orders) {
    MessageCodec<Control> codec = MessageCodec.of(Control.class);
    return TopicScan.read(
        kafka,
        topic,
        pipeline + "-control",
        record -> {
          try {
            if (record.value() != null) {
              orders.accept(codec.decode(record.value()));
            }
          } catch (MessageFormatException e) {
            // As the jobs do, which count it.
          }
        });
  }

  /** Writes an order; it is acknowledged when this returns. */
  public void send(Control order) throws IOException, InterruptedException {
    MessageRecord<Control> record =
        new MessageRecord<>(topic, Control.class, Control::getId, OutputFormat.AVRO);
    TopicAppend.write(kafka, "tidemill-control", "the order", List.of(record.record(order, null)));
  }
}

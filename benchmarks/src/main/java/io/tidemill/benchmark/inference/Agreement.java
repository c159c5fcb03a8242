package io.tidemill.benchmark.inference;

import io.tidemill.benchmark.job.Broker;
import io.tidemill.schema.MessageCodec;
import io.tidemill.schema.message.Prediction;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Whether two jobs give the same answers: else a ratio of their speeds would say nothing. */
final class Agreement {
  private static final double TOLERANCE = 1e-4; // of a target from 0 to 100
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int SILENCE = 30; // polls

  private Agreement() {}

  /** Fails with the largest difference if there is any that counts. */
  static void require(
      Bench bench, Workload workload, String topic, int events, Job first, Job second)
      throws Exception {
    Map<String, Double> expected = answers(bench, workload, topic, events, first);
    Map<String, Double> found = answers(bench, workload, topic, events, second);
    double worst = 0;
    for (Map.Entry<String, Double> answer : expected.entrySet()) {
      double other = found.getOrDefault(answer.getKey(), Double.NaN);
      double difference = Math.abs(answer.getValue() - other);
      worst = difference <= worst ? worst : difference;
    }
    if (!(worst <= TOLERANCE) || expected.size() != events || found.size() != events) {
      throw new IllegalStateException(
          "%s answered %d events and %s %d of %d; the largest difference is %.3g, at most %.3g is allowed"
              .formatted(
                  first.title(),
                  expected.size(),
                  second.title(),
                  found.size(),
                  events,
                  worst,
                  TOLERANCE));
    }
    System.out.printf(
        "%s and %s: %d answers alike, largest difference %.2g%n",
        first.title(), second.title(), events, worst);
  }

  private static Map<String, Double> answers(
      Bench bench, Workload workload, String topic, int events, Job job) throws Exception {
    Map<String, Double> answers = new HashMap<>();
    MessageCodec<Prediction> codec = MessageCodec.of(Prediction.class);
    try (Bench.Running running = bench.start(job, workload, topic);
        KafkaConsumer<byte[], byte[]> consumer = bench.broker().consumer()) {
      consumer.assign(Broker.partitions(running.answers()));
      consumer.seekToBeginning(consumer.assignment());
      for (int silent = 0; answers.size() < events && silent < SILENCE; silent++) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          Prediction prediction = codec.decode(record.value());
          answers.put(prediction.getEventId(), prediction.getOutputs().get(0).getValue());
          silent = 0;
        }
      }
    }
    return answers;
  }
}

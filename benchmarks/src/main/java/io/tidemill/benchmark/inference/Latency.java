package io.tidemill.benchmark.inference;

import io.tidemill.benchmark.job.Broker;
import io.tidemill.schema.MessageCodec;
import io.tidemill.schema.message.Event;
import io.tidemill.schema.message.Prediction;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * From the call that sends an event to the poll that brings its answer, through Kafka both ways, at
 * a steady rate; milliseconds.
 */
record Latency(double p50, double p99) {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

  /**
   * Measures one run of a job.
   *
   * @param rate events a second
   * @param warmUp seconds before those that count
   */
  static Latency measure(
      Bench bench, Job job, Workload workload, String topic, int rate, int warmUp, int seconds)
      throws Exception {
    bench.broker().create(topic);
    int count = rate * (warmUp + seconds);
    AtomicLongArray sentAt = new AtomicLongArray(count);
    double[] millis = new double[count];
    try (Bench.Running running = bench.start(job, workload, topic);
        KafkaConsumer<byte[], byte[]> consumer = bench.broker().consumer()) {
      consumer.assign(Broker.partitions(running.answers()));
      consumer.seekToBeginning(consumer.assignment());
      consumer.poll(POLL);
      Thread producer = new Thread(() -> send(bench, workload, topic, rate, sentAt), "events");
      producer.start();
      MessageCodec<Event> events = MessageCodec.of(Event.class);
      MessageCodec<Prediction> predictions = MessageCodec.of(Prediction.class);
      long heard = System.nanoTime();
      for (int answered = 0; answered < count; ) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          heard = System.nanoTime();
          String id =
              job.answersWithEvents()
                  ? events.decode(record.value()).getId()
                  : predictions.decode(record.value()).getEventId();
          int event = Integer.parseInt(id);
          millis[event] = (heard - sentAt.get(event)) / 1e6;
          answered++;
        }
        if (System.nanoTime() - heard > PATIENCE) {
          throw new IllegalStateException(
              job.title() + " answered " + answered + " of " + count + " events and no more");
        }
      }
      producer.join();
    }
    double[] measured = Arrays.copyOfRange(millis, rate * warmUp, count);
    Arrays.sort(measured);
    return new Latency(
        measured[measured.length / 2], measured[(int) (0.99 * (measured.length - 1))]);
  }

  private static void send(
      Bench bench, Workload workload, String topic, int rate, AtomicLongArray sentAt) {
    EventWriter writer = workload.writer(workload.pipeline("feed", topic, ""));
    try (KafkaProducer<String, byte[]> producer = bench.broker().producer("0")) {
      long begun = System.nanoTime();
      for (int i = 0; i < sentAt.length(); i++) {
        String key = workload.key(i);
        byte[] value = writer.write(String.valueOf(i), key, workload.time(i));
        long due = begun + (long) (i * 1e9 / rate);
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
          LockSupport.parkNanos(wait);
        }
        sentAt.set(i, System.nanoTime());
        producer.send(new ProducerRecord<>(topic, key, value));
      }
    }
  }
}

package io.tidemill.benchmark.learning;

import io.tidemill.benchmark.job.Broker;
import io.tidemill.benchmark.job.Cluster;
import io.tidemill.inference.InferenceJob;
import io.tidemill.learning.LearnerJob;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.schema.MessageCodec;
import io.tidemill.schema.message.ModelReference;
import io.tidemill.schema.message.Prediction;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * From the call that sends a label to the poll that brings the first prediction by weights that
 * have learned it, both jobs running; milliseconds.
 *
 * @param labels that count
 * @param versions that answered while they came
 */
record Freshness(double p50, double p99, int labels, int versions) {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

  /** So long after its event a label is sent. */
  private static final int DELAY_MS = 100;

  /** A label that was sent: its event time, ms, and when, ns. */
  private record Sent(long time, long at) {}

  /**
   * Runs both jobs on a live stream.
   *
   * @param rate labelled events a second
   * @param warmUp seconds before those that count
   */
  static Freshness measure(
      Broker broker, Cluster cluster, LabelledStream stream, int rate, int warmUp, int seconds)
      throws Exception {
    Pipeline pipeline = stream.pipeline();
    broker.create(stream.events());
    broker.create(stream.labels());
    broker.create(pipeline);
    StreamExecutionEnvironment inference = cluster.environment();
    InferenceJob.add(inference, pipeline, broker.kafka());
    StreamExecutionEnvironment learner = cluster.environment();
    LearnerJob.add(learner, pipeline, broker.kafka());
    JobID answers = cluster.submit(inference);
    JobID learns = cluster.submit(learner);
    try (KafkaConsumer<byte[], byte[]> consumer = broker.consumer()) {
      consumer.assign(Broker.partitions(pipeline.topics().predictions()));
      consumer.seekToBeginning(consumer.assignment());
      Freshness measured = measure(broker, stream, consumer, rate, warmUp, seconds);
      cluster.requireNoFailure(answers);
      cluster.requireNoFailure(learns);
      return measured;
    } finally {
      cluster.cancel(answers);
      cluster.cancel(learns);
      broker.delete(pipeline);
    }
  }

  private static Freshness measure(
      Broker broker,
      LabelledStream stream,
      KafkaConsumer<byte[], byte[]> consumer,
      int rate,
      int warmUp,
      int seconds)
      throws Exception {
    int first = rate * warmUp;
    int count = rate * seconds;
    Deque<Sent> waiting = new ArrayDeque<>(); // in the order of their times
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    AtomicBoolean done = new AtomicBoolean();
    Thread feed =
        new Thread(
            () -> {
              try {
                send(broker, stream, rate, first, count, waiting, done);
              } catch (RuntimeException e) {
                failure.set(e);
              }
            },
            "feed");
    feed.setDaemon(true);
    feed.start();
    MessageCodec<Prediction> codec = MessageCodec.of(Prediction.class);
    double[] millis = new double[count];
    int learned = 0;
    int versions = 0;
    long newest = Long.MIN_VALUE;
    long heard = System.nanoTime() + TimeUnit.SECONDS.toNanos(warmUp);
    while (learned < count) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        ModelReference model = codec.decode(record.value()).getModel();
        if (model == null || model.getLearnedUntil() == null || model.getLearnedUntil() <= newest) {
          continue;
        }
        newest = model.getLearnedUntil();
        long now = System.nanoTime();
        int before = learned;
        synchronized (waiting) {
          for (Sent next = waiting.peek();
              next != null && next.time() <= newest;
              next = waiting.peek()) {
            millis[learned++] = (now - waiting.remove().at()) / 1e6;
          }
        }
        versions += learned > before ? 1 : 0;
        heard = learned > before ? now : heard;
      }
      if (failure.get() != null) {
        throw failure.get();
      }
      if (System.nanoTime() - heard > PATIENCE) {
        throw new IllegalStateException(
            learned + " of " + count + " labels were learned by what answers, and no more");
      }
    }
    done.set(true);
    feed.join();
    Arrays.sort(millis);
    return new Freshness(millis[count / 2], millis[(int) (0.99 * (count - 1))], count, versions);
  }

  /** Sends events, and each one's label a while after it, until what counts has been learned. */
  private static void send(
      Broker broker,
      LabelledStream stream,
      int rate,
      int first,
      int count,
      Deque<Sent> waiting,
      AtomicBoolean done) {
    long behind = (long) rate * DELAY_MS / 1000;
    try (KafkaProducer<String, byte[]> producer = broker.producer("0")) {
      long begun = System.nanoTime();
      for (long i = 0; !done.get(); i++) {
        long due = begun + (long) (i * 1e9 / rate);
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
          LockSupport.parkNanos(wait);
        }
        long time = System.currentTimeMillis();
        String key = LabelledStream.key(i);
        producer.send(new ProducerRecord<>(stream.events(), key, LabelledStream.event(i, time)));
        long labelled = i - behind;
        if (labelled >= first && labelled < first + count) {
          synchronized (waiting) {
            waiting.add(new Sent(time, System.nanoTime()));
          }
        }
        if (labelled >= 0) {
          String of = LabelledStream.key(labelled);
          producer.send(
              new ProducerRecord<>(stream.labels(), of, LabelledStream.label(labelled, time)));
        }
      }
    }
  }
}

package io.tidemill.demo;

import io.tidemill.kafka.KafkaConnection;
import io.tidemill.local.Feed;
import io.tidemill.local.FeedControl;
import io.tidemill.schema.MessageCodec;
import io.tidemill.schema.message.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends the readings of a water utility as envelope events, so many a second by the clock. */
public final class WaterUtilityFeed implements Feed {

  private static final long REST_NANOS = 1_000_000;
  private static final Duration GROWTH = Duration.ofSeconds(3);

  private final WaterUtility utility;
  private final String topic;
  private final RampedRate rate;
  private final long total;
  private volatile long sent;

  /**
   * @param perSecond events a second, after the first three seconds
   * @param duration how long to send, so that the number of events is given; null: until stopped
   */
  public WaterUtilityFeed(
      WaterUtility utility, String topic, int perSecond, @Nullable Duration duration) {
    this.utility = utility;
    this.topic = topic;
    this.rate = new RampedRate(perSecond, GROWTH);
    this.total = duration == null ? Long.MAX_VALUE : rate.eventsWithin(duration);
  }

  @Override
  public long sent() {
    return sent;
  }

  @Override
  public void run(KafkaConnection kafka, FeedControl control) {
    AtomicReference<@Nullable Exception> refused = new AtomicReference<>();
    MessageCodec<Event> codec = MessageCodec.of(Event.class);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafka.client(Map.of(ProducerConfig.LINGER_MS_CONFIG, "1")),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      long start = System.nanoTime();
      for (long n = 0; n < total && !control.stopped() && refused.get() == null; n++) {
        awaitTurn(n, start, control);
        Future<RecordMetadata> unused = // the callback tells
            producer.send(
                record(utility.next(), codec),
                (metadata, e) -> {
                  if (e != null) {
                    refused.compareAndSet(null, e);
                  }
                });
        sent = n + 1;
      }
      producer.flush();
    }
    Exception e = refused.get();
    if (e != null) {
      throw new IllegalStateException("Kafka refused an event of the demo: " + e.getMessage(), e);
    }
  }

  private void awaitTurn(long n, long start, FeedControl control) {
    long due = rate.dueAfter(n);
    while (System.nanoTime() - start < due && !control.stopped()) {
      LockSupport.parkNanos(REST_NANOS);
    }
  }

  private ProducerRecord<byte[], byte[]> record(Reading reading, MessageCodec<Event> codec) {
    Map<String, Double> numbers = new HashMap<>();
    for (Channel channel : Channel.values()) {
      double value = reading.of(channel);
      if (!Double.isNaN(value)) {
        numbers.put(channel.field(), value);
      }
    }
    Event event =
        Event.newBuilder()
            .setKey(reading.station())
            .setTime(reading.time())
            .setNumbers(numbers)
            .build();
    return new ProducerRecord<>(
        topic, reading.station().getBytes(StandardCharsets.UTF_8), codec.encode(event));
  }
}

package io.tidemill.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemill.pipeline.Events;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Plays a file into the topic of the events, at a multiple of its own pace.
 *
 * <p>Records are keyed by the event's key, so that the events of a key keep their order. A row that
 * is no event has no key, and goes to any partition.
 */
public final class ReplayProducer implements AutoCloseable {

  private static final long NAP_MS = 50;

  private final Producer<byte[], byte[]> producer;
  private final Events events;
  private final double speed;
  private final PaceClock clock;
  private final EventDecoder decoder;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /**
   * A producer of a pipeline's events.
   *
   * @param speed event time per clock time, greater than 0; infinite: as fast as possible
   */
  public ReplayProducer(KafkaConnection kafka, Events events, double speed, PaceClock clock) {
    this(
        new KafkaProducer<>(
            kafka.client(
                Map.of(
                    "client.id", "tidemill-replay",
                    "acks", "all",
                    "linger.ms", "5",
                    "batch.size", String.valueOf(64 << 10),
                    "max.request.size", String.valueOf(16 << 20))),
            new ByteArraySerializer(),
            new ByteArraySerializer()),
        events,
        speed,
        clock);
  }

  ReplayProducer(Producer<byte[], byte[]> producer, Events events, double speed, PaceClock clock) {
    this.producer = producer;
    this.events = events;
    this.speed = speed;
    this.clock = clock;
    this.decoder = new EventDecoder(events);
  }

  /**
   * Sends the rest of the file, or until it is stopped; all that was sent has been acknowledged
   * when it returns.
   */
  public void play(ReplayFile file, ReplayControl control)
      throws IOException, InterruptedException {
    try {
      sendAll(file, control);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    producer.flush();
    failOn(failure.get());
  }

  private void sendAll(ReplayFile file, ReplayControl control)
      throws IOException, InterruptedException {
    Pace pace = new Pace(speed);
    long start = clock.millis();
    for (ReplayRecord record : file) {
      Event event =
          decoder.readable(record.consumed(events.topic(), 0, System.currentTimeMillis()));
      if (event != null) {
        waitUntil(start + pace.dueAfter(event.time), control);
        control.beforeSending(event.time);
      }
      if (control.stopped()) {
        break;
      }
      send(record, event == null ? null : event.key.getBytes(UTF_8));
    }
  }

  private void waitUntil(long due, ReplayControl control) throws InterruptedException {
    for (long wait = due - clock.millis();
        wait > 0 && !control.stopped();
        wait = due - clock.millis()) {
      clock.sleep(Math.min(wait, NAP_MS));
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of it
  private void send(ReplayRecord record, byte @Nullable [] key) throws IOException {
    failOn(failure.get());
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(events.topic(), key, record.value());
    if (record.time() != null) {
      message.headers().add(EventHeaders.time(record.time()));
    }
    producer.send(
        message,
        (metadata, e) -> {
          if (e != null) {
            failure.compareAndSet(null, e);
          }
        });
    sent.incrementAndGet();
  }

  private void failOn(@Nullable Exception e) throws IOException {
    if (e != null) {
      throw new IOException(
          "a row could not be written to topic " + events.topic() + ": " + e.getMessage(), e);
    }
  }

  /** Records sent so far, acknowledged or not; may be asked from any thread. */
  public long sent() {
    return sent.get();
  }

  @Override
  public void close() {
    producer.close();
  }
}

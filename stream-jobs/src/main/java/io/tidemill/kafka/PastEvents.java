package io.tidemill.kafka;

import io.tidemill.pipeline.Events;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The events that are on a topic when it is opened, in an order that depends on them alone: of all
 * partitions, that goes on whose newest event is the oldest. So event time comes as evenly as it
 * came when the events were new, and the same every time.
 *
 * <p>Belongs to no consumer group and commits nothing. Confined to one thread.
 */
public final class PastEvents implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

  /** Records of a partition that wait while others catch up; more are not fetched. */
  private static final int ROOM = 8192;

  /** Records before the first one that are looked at, to see whether it is the first. */
  private static final int BACK = 64;

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final EventDecoder decoder;
  private final long outOfOrderness; // ms
  private final List<Partition> partitions = new ArrayList<>();

  private @Nullable Event event;
  private long watermark = Long.MIN_VALUE;

  private static final class Partition {
    final TopicPartition name;
    final long end; // offset after the last record
    final ArrayDeque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
    long position; // offset of what is fetched next
    long newest = Long.MIN_VALUE; // event time, ms

    Partition(TopicPartition name, long position, long end) {
      this.name = name;
      this.position = position;
      this.end = end;
    }

    boolean isDone() {
      return waiting.isEmpty() && position >= end;
    }
  }

  PastEvents(Consumer<byte[], byte[]> consumer, Events events, long from) {
    this.consumer = consumer;
    this.topic = events.topic();
    this.decoder = new EventDecoder(events);
    this.outOfOrderness = events.outOfOrderness().toMillis();
    List<TopicPartition> names =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .sorted(Comparator.comparingInt(TopicPartition::partition))
            .toList();
    Map<TopicPartition, Long> ends = consumer.endOffsets(names);
    Map<TopicPartition, Long> starts = starts(names, ends, new EventDecoder(events), from);
    consumer.assign(names);
    for (TopicPartition name : names) {
      long start = starts.getOrDefault(name, 0L);
      consumer.seek(name, start);
      partitions.add(new Partition(name, start, ends.getOrDefault(name, 0L)));
    }
  }

  /**
   * Opens the topic of the events, which must exist.
   *
   * <p>Begins where Kafka's timestamps come to a time: as a rule nothing is written before it
   * happens. A partition where that is not so is read from its beginning.
   *
   * @param from event time, milliseconds, from which on all events are wanted; there may be earlier
   *     ones
   * @throws TimeoutException when the broker does not answer for 30 s
   */
  public static PastEvents open(KafkaConnection kafka, Events events, long from) {
    return new PastEvents(
        new KafkaConsumer<>(
            kafka.client(
                Map.of(
                    "isolation.level", "read_committed",
                    "enable.auto.commit", "false",
                    "max.poll.records", String.valueOf(ROOM),
                    "client.id", "tidemill-past-events")),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer()),
        events,
        from);
  }

  /**
   * Goes on to the next record; false: there is none.
   *
   * @throws TimeoutException when nothing comes for 30 s
   */
  public boolean next() {
    Partition next = behind();
    while (next != null && next.waiting.isEmpty()) {
      fetch();
      next = behind();
    }
    if (next == null) {
      event = null;
      watermark = Math.max(watermark, complete(newest()));
      return false;
    }
    watermark = complete(next.newest);
    event = decoder.decode(next.waiting.remove()).event();
    if (event != null) {
      next.newest = Math.max(next.newest, event.time);
    }
    return true;
  }

  /** The event at hand; null: the record is none, or there is none. */
  public @Nullable Event event() {
    return event;
  }

  /**
   * Event time, milliseconds, that was complete before the event at hand: one up to it is late. The
   * least long: nothing is known.
   */
  public long watermark() {
    return watermark;
  }

  private long complete(long newest) {
    return newest == Long.MIN_VALUE ? newest : newest - outOfOrderness - 1;
  }

  /** The partition that has come least far; null: all are done. */
  private @Nullable Partition behind() {
    Partition behind = null;
    for (Partition partition : partitions) {
      if (!partition.isDone() && (behind == null || partition.newest < behind.newest)) {
        behind = partition;
      }
    }
    return behind;
  }

  private long newest() {
    long newest = Long.MIN_VALUE;
    for (Partition partition : partitions) {
      newest = Math.max(newest, partition.newest);
    }
    return newest;
  }

  /** Waits until something comes. */
  private void fetch() {
    List<TopicPartition> wanted = new ArrayList<>();
    List<TopicPartition> enough = new ArrayList<>();
    for (Partition partition : partitions) {
      boolean full = partition.position >= partition.end || partition.waiting.size() >= ROOM;
      (full ? enough : wanted).add(partition.name);
    }
    consumer.pause(enough);
    consumer.resume(wanted);
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    boolean moved = false;
    while (!moved) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      for (Partition partition : partitions) {
        for (ConsumerRecord<byte[], byte[]> record : records.records(partition.name)) {
          if (record.offset() < partition.end) {
            partition.waiting.add(record);
          }
        }
        long position = consumer.position(partition.name);
        moved |= position > partition.position;
        partition.position = position;
      }
      if (!moved && System.nanoTime() > deadline) {
        throw new TimeoutException("topic " + topic + ": nothing came for 30 s");
      }
    }
  }

  private Map<TopicPartition, Long> starts(
      List<TopicPartition> names, Map<TopicPartition, Long> ends, EventDecoder decoder, long from) {
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(names);
    Map<TopicPartition, Long> times = new HashMap<>();
    names.forEach(name -> times.put(name, Math.max(0, from)));
    Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
    Map<TopicPartition, Long> starts = new HashMap<>();
    for (TopicPartition name : names) {
      OffsetAndTimestamp at = found.get(name);
      long begin = begins.getOrDefault(name, 0L);
      long start = at == null ? ends.getOrDefault(name, begin) : at.offset();
      starts.put(name, isWantedBefore(name, begin, start, decoder, from) ? begin : start);
    }
    return starts;
  }

  /** Whether an event that is wanted was written shortly before an offset. */
  private boolean isWantedBefore(
      TopicPartition name, long begin, long offset, EventDecoder decoder, long from) {
    if (offset <= begin) {
      return false;
    }
    consumer.assign(List.of(name));
    consumer.seek(name, Math.max(begin, offset - BACK));
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (consumer.position(name) < offset) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(name)) {
        Event before = record.offset() < offset ? decoder.readable(record) : null;
        if (before != null && before.time >= from) {
          return true;
        }
      }
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("topic " + topic + ": nothing came for 30 s");
      }
    }
    return false;
  }

  @Override
  public void close() {
    consumer.close();
  }
}

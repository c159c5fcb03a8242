package io.tidemill.schema;

import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.Control;
import io.tidemill.schema.message.DeadLetter;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.schema.message.ModelMetrics;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.ServedFeatures;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/**
 * Everything Tidemill writes, one line a topic: suffix of the name, message, key of the records,
 * partitions, retention, compaction.
 */
public enum Topic {
  /** The answer to every event. */
  PREDICTIONS("predictions", Prediction.class, Key.ENTITY, false, Duration.ofDays(7), false),
  /** Decisions that something is wrong. */
  ALERTS("alerts", Alert.class, Key.ENTITY, false, Duration.ofDays(30), false),
  /** What the learner trains on; watermark rows are in every partition. */
  SERVED_FEATURES(
      "served-features", ServedFeatures.class, Key.ENTITY, false, Duration.ofDays(7), false),
  /** Published snapshots, those that are kept; one partition, because versions are ordered. */
  MODELS("models", ModelChunk.class, Key.MODEL_CHUNK, true, null, true),
  /** What the learner says about its work. */
  MODEL_METRICS(
      "model-metrics", ModelMetrics.class, Key.MODEL_NAME, true, Duration.ofDays(30), false),
  /** Records that are no events. */
  DEAD_LETTERS(
      "dead-letters", DeadLetter.class, Key.SOURCE_OFFSET, true, Duration.ofDays(30), false),
  /** Orders to the jobs; kept, because a replay obeys them again. */
  CONTROL("control", Control.class, Key.CONTROL_ID, true, null, false);

  /** What the records of a topic are keyed by, as UTF-8. */
  public enum Key {
    /** The key of the event. */
    ENTITY,
    /** {@code name/epoch/sequence/chunk}: a version stays until it is dropped. */
    MODEL_CHUNK,
    /** The name of the model. */
    MODEL_NAME,
    /** {@code partition-offset} of the record that was refused. */
    SOURCE_OFFSET,
    /** The id of the order. */
    CONTROL_ID
  }

  private final String suffix;
  private final Class<? extends SpecificRecordBase> message;
  private final Key key;
  private final boolean single;
  private final @Nullable Duration retention;
  private final boolean compacted;

  Topic(
      String suffix,
      Class<? extends SpecificRecordBase> message,
      Key key,
      boolean single,
      @Nullable Duration retention,
      boolean compacted) {
    this.suffix = suffix;
    this.message = message;
    this.key = key;
    this.single = single;
    this.retention = retention;
    this.compacted = compacted;
  }

  /** What follows the pipeline's name and a dot. */
  public String suffix() {
    return suffix;
  }

  /** The class of the messages. */
  public Class<? extends SpecificRecordBase> message() {
    return message;
  }

  /** What the records are keyed by. */
  public Key key() {
    return key;
  }

  /** One partition, or as many as the events have. */
  public boolean single() {
    return single;
  }

  /** How long records are kept; null: for ever. */
  public @Nullable Duration retention() {
    return retention;
  }

  /** Whether only the newest record of a key is kept. */
  public boolean compacted() {
    return compacted;
  }

  /** The configuration that Kafka makes the topic with. */
  public Map<String, String> config() {
    if (compacted) {
      return Map.of(
          "cleanup.policy", "compact",
          // Only closed segments are compacted, and a version of a model comes every second.
          "segment.bytes", String.valueOf(32 << 20),
          // Who is reading the chunks of a version shall find the rest of them.
          "min.compaction.lag.ms", String.valueOf(Duration.ofMinutes(1).toMillis()));
    }
    return Map.of(
        "cleanup.policy",
        "delete",
        "retention.ms",
        String.valueOf(retention == null ? -1 : retention.toMillis()));
  }
}

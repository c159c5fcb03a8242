package io.tidemill.pipeline;

import java.time.Duration;
import java.util.List;

/** The keys of {@code execution}. */
final class ExecutionSection extends Section<Execution> {

  private static final Key<Delivery> DELIVERY =
      Key.optional(
          "delivery",
          Kebab.oneOf(Delivery.class),
          "at-least-once",
          "exactly-once: readers of committed records see every output once, at each checkpoint;"
              + " at-least-once: outputs are seen at once and may repeat after a fault.");
  private static final Key<Duration> CHECKPOINT_EVERY =
      Key.optional(
          "checkpoint-every",
          Durations.atLeast("10ms"),
          "10s",
          "How often the memory of all keys is saved; after a fault the jobs go on from there.");
  private static final Key<StateBackend> BACKEND =
      Key.optional(
          "backend",
          Kebab.oneOf(StateBackend.class),
          "heap",
          "Where the memory of the keys is held: heap (fastest) or rocksdb (more keys than the heap"
              + " has room for).");
  private static final Key<Integer> PARALLELISM =
      Key.optional(
          "parallelism",
          Scalars.size(1, Execution.MAX_PARALLELISM),
          "1",
          "Subtasks of the inference job; keys are" + " spread over them.");
  private static final Key<Bundle> BUNDLE =
      Key.optional(
          "bundle",
          new BundleSection(),
          "{}",
          "Events of several keys are computed together; when that starts.");
  private static final Key<Duration> TTL =
      Key.optional(
          "ttl",
          Durations.atLeast("1s"),
          "A key without events for this long is forgotten; without it never.");
  private static final Key<OutputFormat> OUTPUT =
      Key.optional(
          "output",
          Kebab.oneOf(OutputFormat.class),
          "avro",
          "How predictions, alerts and metrics are written.");
  private static final Key<Boolean> SERVED_FEATURES =
      Key.optional(
          "served-features",
          Scalars.FLAG,
          "true",
          "Whether the features that each event was answered with are written to the topic"
              + " served-features. Without them nothing is learned from the stream, and answering"
              + " takes less.");

  private static final Key<Duration> MAX_AGE =
      Key.optional(
          "max-age",
          Durations.atLeast("1ms"),
          "How old, in event time, what a model has learned may be when it answers; without it of"
              + " any age.");
  private static final Key<MaxAge.Past> PAST_MAX_AGE =
      Key.optional(
          "past-max-age",
          Kebab.oneOf(MaxAge.Past.class),
          "mark",
          "What becomes of an answer by a model that is older: mark (given, and marked as stale),"
              + " hold (in its place the key's last answer by a model that was not, marked as stale)"
              + " or unscored (withheld).");

  private static final Key<ModelSignature> SIGNED_MODELS =
      Key.optional(
          "signed-models",
          Kebab.oneOf(ModelSignature.class),
          "Only versions of the model that are signed get into service, ed25519 or hmac-sha256 with"
              + " keys of the environment. Without it any.");

  ExecutionSection() {
    super(
        List.of(
            DELIVERY,
            CHECKPOINT_EVERY,
            BACKEND,
            PARALLELISM,
            BUNDLE,
            TTL,
            OUTPUT,
            SERVED_FEATURES,
            MAX_AGE,
            PAST_MAX_AGE,
            SIGNED_MODELS));
  }

  @Override
  void check(Values values) {
    if (values.isWritten(PAST_MAX_AGE) && !values.isWritten(MAX_AGE)) {
      values.missing(MAX_AGE, "nothing is past an age that is not said");
    }
  }

  @Override
  Execution build(Values values) {
    Bundle bundle = values.get(BUNDLE);
    Duration maxAge = values.find(MAX_AGE);
    return new Execution(
        values.get(DELIVERY),
        values.get(CHECKPOINT_EVERY),
        values.get(BACKEND),
        values.get(PARALLELISM),
        bundle.rows(),
        bundle.delay(),
        values.find(TTL),
        values.get(OUTPUT),
        values.get(SERVED_FEATURES),
        maxAge == null ? null : new MaxAge(maxAge, values.get(PAST_MAX_AGE)),
        values.find(SIGNED_MODELS));
  }

  private record Bundle(int rows, Duration delay) {}

  private static final class BundleSection extends Section<Bundle> {

    private static final Key<Integer> ROWS =
        Key.optional("rows", Scalars.size(1, 65536), "256", "At so many events.");
    private static final Key<Duration> DELAY =
        Key.optional(
            "delay", Durations.atLeast("0ms"), "5ms", "And at the latest after this long.");

    private BundleSection() {
      super(List.of(ROWS, DELAY));
    }

    @Override
    Bundle build(Values values) {
      return new Bundle(values.get(ROWS), values.get(DELAY));
    }
  }
}

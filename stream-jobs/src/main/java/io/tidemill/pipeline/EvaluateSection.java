package io.tidemill.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The keys of {@code evaluate}. */
final class EvaluateSection extends Section<Evaluate> {

  private static final Key<Duration> WINDOW =
      Key.optional(
          "window",
          Durations.atLeast("1ms"),
          "1h",
          "Event time of a report on how good the answers were.");
  private static final Key<Double> FADE =
      Key.optional(
          "fade",
          Scalars.number(0.5, 0.9999999),
          "0.999",
          "What an outcome counts for after the next one, in the figures that fade.");
  private static final Key<List<SegmentBy>> SEGMENTS =
      Key.optional(
          "segments",
          Lists.oneOrMore(PermittedRecords.of(SegmentBy.class, Components.ANY, Set.of()).made(), 8),
          "Keys that are also judged by themselves: key (each), {prefix: '-'} (those that begin"
              + " alike, up to the first -). Without it none.");
  private static final Key<Integer> MOST_SEGMENTS =
      Key.optional(
          "most-segments",
          Scalars.size(1, 10_000),
          "100",
          "How many segments are told apart; the keys of all others are one more.");

  EvaluateSection() {
    super(List.of(WINDOW, FADE, SEGMENTS, MOST_SEGMENTS));
  }

  @Override
  Evaluate build(Values values) {
    List<SegmentBy> segments = values.find(SEGMENTS);
    return new Evaluate(
        values.get(WINDOW),
        values.get(FADE),
        segments == null ? List.of() : segments,
        values.get(MOST_SEGMENTS));
  }
}

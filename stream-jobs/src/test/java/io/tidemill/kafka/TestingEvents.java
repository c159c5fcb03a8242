package io.tidemill.kafka;

import io.tidemill.feature.Field;
import io.tidemill.pipeline.Csv;
import io.tidemill.pipeline.EventKey;
import io.tidemill.pipeline.EventTime;
import io.tidemill.pipeline.Events;
import io.tidemill.pipeline.Format;
import io.tidemill.pipeline.TimeFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Streams of events for tests. */
final class TestingEvents {

  static final EventTime AT = new EventTime.Field("at", new TimeFormat.Iso(ZoneOffset.UTC));
  static final EventTime EVERY_MINUTE =
      new EventTime.Every(Duration.ofMinutes(1), Instant.parse("2026-11-01T00:00:00Z"));

  private TestingEvents() {}

  /** Keyed by {@code zone}, at {@code at}, with {@code flow} and {@code pressure}. */
  static Events of(Format format) {
    return of(format, AT, null);
  }

  /** The envelope's fields, with {@code flow} and {@code pressure}. */
  static Events envelope() {
    return events(
        Format.AVRO,
        new EventKey.Field("key"),
        new EventTime.Field("time", new TimeFormat.Iso(ZoneOffset.UTC)),
        null);
  }

  static Events of(Format format, EventTime time, @Nullable String wide) {
    return events(format, new EventKey.Field("zone"), time, wide);
  }

  private static Events events(Format format, EventKey key, EventTime time, @Nullable String wide) {
    return new Events(
        "events",
        format,
        key,
        time,
        null,
        new Csv(List.of("zone", "at", "flow", "pressure"), ','),
        List.of(Field.number("flow"), Field.number("pressure")),
        Duration.ZERO,
        Duration.ofSeconds(5),
        wide);
  }
}

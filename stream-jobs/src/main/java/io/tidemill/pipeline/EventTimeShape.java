package io.tidemill.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * {@code time: {field: at, format: iso}}, {@code {every: 5m, start: …}} or {@code
 * record-timestamp}.
 */
final class EventTimeShape {

  static final Shape<EventTime> SHAPE =
      new Variants<>(
          Kebab.oneOf(Map.of("record-timestamp", new EventTime.OfRecord())),
          List.of(new FieldSection(), new EverySection()));

  private EventTimeShape() {}

  private static final class FieldSection extends Section<EventTime.Field> {

    private static final List<String> FORMATS = List.of("iso", "epoch-ms", "epoch-s");

    private static final Key<String> FIELD =
        Key.required("field", Scalars.NAME, "the field with the time");
    private static final Key<String> FORMAT =
        Key.optional(
            "format",
            Scalars.shape(
                FieldSection::readFormat,
                FieldSection::refuseFormat,
                () -> Json.type("string").put("minLength", 2)),
            "iso",
            "iso, epoch-ms, epoch-s, or a pattern such as yyyy-MM-dd HH:mm:ss.");
    private static final Key<ZoneId> ZONE =
        Key.optional("zone", Scalars.ZONE, "UTC", "The zone of times that state no offset.");

    private FieldSection() {
      super(List.of(FIELD, FORMAT, ZONE));
    }

    private static @Nullable String readFormat(Place place) {
      String text = place.scalar(Tag.STR);
      return text != null && (FORMATS.contains(text) || TimeFormat.Pattern.isPattern(text))
          ? text
          : null;
    }

    private static void refuseFormat(Place place) {
      String text = place.scalar(Tag.STR);
      String allowed = "iso, epoch-ms, epoch-s or a pattern such as yyyy-MM-dd HH:mm:ss";
      if (text == null) {
        place.mismatch(allowed);
      } else {
        place.problem(Suggestion.unknown("format", text, FORMATS, allowed));
      }
    }

    @Override
    EventTime.Field build(Values values) {
      ZoneId zone = values.get(ZONE);
      String format = values.get(FORMAT);
      return new EventTime.Field(
          values.get(FIELD),
          switch (format) {
            case "iso" -> new TimeFormat.Iso(zone);
            case "epoch-ms" -> new TimeFormat.EpochMillis();
            case "epoch-s" -> new TimeFormat.EpochSeconds();
            default -> new TimeFormat.Pattern(format, zone);
          });
    }
  }

  private static final class EverySection extends Section<EventTime.Every> {

    private static final Key<Duration> EVERY =
        Key.required(
            "every",
            Durations.atLeast("1ms"),
            "the time from one row of a replayed file to the next; the rows carry none themselves");
    private static final Key<Instant> START =
        Key.required("start", Scalars.INSTANT, "the time of the first row");

    private EverySection() {
      super(List.of(EVERY, START));
    }

    @Override
    EventTime.Every build(Values values) {
      return new EventTime.Every(values.get(EVERY), values.get(START));
    }
  }
}

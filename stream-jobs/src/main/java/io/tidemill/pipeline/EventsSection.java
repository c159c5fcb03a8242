package io.tidemill.pipeline;

import io.tidemill.feature.Field;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of {@code events}; the declared numbers come from the features. */
final class EventsSection extends Section<EventsSection.Declared> {

  /** Events before the numbers are known; key and time are null when left out. */
  record Declared(
      String topic,
      Format format,
      @Nullable EventKey key,
      @Nullable EventTime time,
      @Nullable String id,
      Csv csv,
      Duration outOfOrderness,
      Duration idleAfter,
      @Nullable String wide) {

    /** Key and time of the Avro envelope have fixed names. */
    Events with(List<Field> fields) {
      return new Events(
          topic,
          format,
          key == null ? new EventKey.Field("key") : key,
          time == null ? new EventTime.Field("time", new TimeFormat.EpochMillis()) : time,
          id,
          csv,
          fields,
          outOfOrderness,
          idleAfter,
          wide);
    }
  }

  static final Shape<String> TOPIC_NAME =
      Scalars.text("[a-zA-Z0-9._-]{1,249}", "1 to 249 letters, digits, dots, _ and -");

  private static final Key<String> TOPIC =
      Key.required("topic", TOPIC_NAME, "the Kafka topic with the events");
  private static final Key<Format> FORMAT =
      Key.optional(
          "format",
          Kebab.oneOf(Format.class),
          "json",
          "How events are written: json (an object each), csv (a line each) or avro (Tidemill's own"
              + " envelope, which carries key and time).");
  private static final Key<EventKey> KEY =
      Key.optional(
          "key",
          new EventKeyShape(),
          "The field that says which station, device or account an event is of: each has its own"
              + " memory. {constant: NAME} when all events belong together.");
  private static final Key<EventTime> TIME =
      Key.optional(
          "time",
          EventTimeShape.SHAPE,
          "Where the time of an event is found and how it is written.");
  private static final Key<String> ID =
      Key.optional(
          "id", Scalars.NAME, "A field that names the event; without it partition and offset do.");
  private static final Key<Csv> CSV =
      Key.optional("csv", new CsvSection(), "The columns of the csv format.");
  private static final Key<Duration> OUT_OF_ORDERNESS =
      Key.optional(
          "out-of-orderness",
          Durations.atLeast("0ms"),
          "0ms",
          "How much older than the newest event of its partition an event may be before it is late.");
  private static final Key<Duration> IDLE_AFTER =
      Key.optional(
          "idle-after",
          Durations.atLeast("1ms"),
          "5s",
          "A partition without events for this long (by the clock) holds up nobody.");
  private static final Key<String> WIDE =
      Key.optional(
          "wide",
          Scalars.NAME,
          "For files to replay whose header row holds the keys: the number that each cell is.");

  EventsSection() {
    super(List.of(TOPIC, FORMAT, KEY, TIME, ID, CSV, OUT_OF_ORDERNESS, IDLE_AFTER, WIDE));
  }

  @Override
  void check(Values values) {
    Format format = values.find(FORMAT);
    if (format == Format.AVRO) {
      for (Key<?> own : List.of(KEY, TIME, ID)) {
        if (values.isWritten(own)) {
          values.problem(own, "the avro envelope carries its own " + own.name() + ": leave it out");
        }
      }
    } else if (format != null) {
      for (Key<?> needed : List.of(KEY, TIME)) {
        if (!values.isWritten(needed)) {
          values.missing(needed, needed.doc());
        }
      }
    }
    checkCsv(values, CSV, format);
    if (values.isWritten(WIDE) && values.find(KEY) instanceof EventKey.Constant) {
      values.problem(WIDE, "the header row holds the keys, so key must be a field, not a constant");
    }
    checkColumns(values, CSV, KEY, TIME, ID);
  }

  /** There are columns where the format has some. */
  static void checkCsv(Values values, Key<Csv> csv, @Nullable Format format) {
    if (format == Format.CSV && !values.isWritten(csv)) {
      values.missing(csv, "the columns of format: csv, such as {columns: [key, at, value]}");
    }
    if (format != null && format != Format.CSV && values.isWritten(csv)) {
      values.problem(csv, "only goes with format: csv");
    }
  }

  /** The columns hold every field that the section names. */
  static void checkColumns(
      Values values, Key<Csv> csv, Key<EventKey> key, Key<EventTime> time, Key<String> id) {
    Csv columns = values.find(csv);
    if (columns == null) {
      return;
    }
    if (values.find(key) instanceof EventKey.Field field) {
      checkColumn(values, key, field.name(), columns);
    }
    if (values.find(time) instanceof EventTime.Field field) {
      checkColumn(values, time, field.name(), columns);
    }
    String name = values.find(id);
    if (name != null) {
      checkColumn(values, id, name, columns);
    }
  }

  private static void checkColumn(Values values, Key<?> key, String name, Csv csv) {
    if (!csv.columns().contains(name)) {
      values.problem(key, Suggestion.unknown("column", name, csv.columns()));
    }
  }

  @Override
  Declared build(Values values) {
    Csv csv = values.find(CSV);
    return new Declared(
        values.get(TOPIC),
        values.get(FORMAT),
        values.find(KEY),
        values.find(TIME),
        values.find(ID),
        csv == null ? new Csv(List.of(), ',') : csv,
        values.get(OUT_OF_ORDERNESS),
        values.get(IDLE_AFTER),
        values.find(WIDE));
  }

  static final class CsvSection extends Section<Csv> {

    private static final Key<List<String>> COLUMNS =
        Key.required(
            "columns", Lists.of(Scalars.NAME, 10_000), "the names of the columns, left to right");
    private static final Key<String> DELIMITER =
        Key.optional(
            "delimiter",
            Scalars.text("[^\"\\r\\n]", "one character"),
            "','",
            "What stands between two values.");

    CsvSection() {
      super(List.of(COLUMNS, DELIMITER));
    }

    @Override
    Csv build(Values values) {
      return new Csv(values.get(COLUMNS), values.get(DELIMITER).charAt(0));
    }
  }
}

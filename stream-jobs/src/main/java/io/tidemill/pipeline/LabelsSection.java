package io.tidemill.pipeline;

import io.tidemill.feature.Field;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of {@code labels}; what a label may be is said by the model. */
final class LabelsSection extends Section<LabelsSection.Declared> {

  /**
   * Labels before their classes are known.
   *
   * @param id the field with the id of the event; null: they match by key and time
   * @param field null: it is called as the model calls the label
   */
  record Declared(
      String topic,
      Format format,
      Csv csv,
      @Nullable String id,
      @Nullable EventKey key,
      EventTime time,
      @Nullable String field,
      Duration outOfOrderness,
      Duration idleAfter,
      Duration patience,
      int most) {

    Labels of(String label, Classes classes) {
      EventKey names = id != null ? new EventKey.Field(id) : key;
      if (names == null) {
        throw new IllegalStateException("built what check() had refused");
      }
      Events records =
          new Events(
              topic,
              format,
              names,
              time,
              null,
              csv,
              List.of(new Field(field(label), classes.form())),
              outOfOrderness,
              idleAfter,
              null);
      Labels.Match match = id != null ? Labels.Match.ID : Labels.Match.KEY_AND_TIME;
      return new Labels(records, match, patience, most);
    }

    /** The field with the class. */
    String field(String label) {
      return field == null ? label : field;
    }
  }

  private static final Key<String> TOPIC =
      Key.required("topic", EventsSection.TOPIC_NAME, "the Kafka topic with the labels");
  private static final Key<Format> FORMAT =
      Key.optional(
          "format",
          Kebab.oneOf(Format.class),
          "json",
          "How labels are written: json (an object each) or csv (a line each).");
  private static final Key<Csv> CSV =
      Key.optional("csv", new EventsSection.CsvSection(), "The columns of the csv format.");
  private static final Key<String> ID =
      Key.optional("id", Scalars.NAME, "The field with the id of the event that the label is of.");
  private static final Key<EventKey> KEY =
      Key.optional(
          "key",
          new EventKeyShape(),
          "In place of id: the field with the key of the event, whose time is then the label's"
              + " own.");
  private static final Key<EventTime> TIME =
      Key.optional(
          "time",
          EventTimeShape.SHAPE,
          "record-timestamp",
          "With id: when the label became known; with key: the time of its event.");
  private static final Key<String> FIELD =
      Key.optional(
          "field", Scalars.NAME, "The field with the class, if it is not called as the label is.");
  private static final Key<Duration> OUT_OF_ORDERNESS =
      Key.optional(
          "out-of-orderness",
          Durations.atLeast("0ms"),
          "0ms",
          "How much older than the newest label of its partition a label may be.");
  private static final Key<Duration> IDLE_AFTER =
      Key.optional(
          "idle-after",
          Durations.atLeast("1ms"),
          "5s",
          "A partition without labels for this long (by the clock) holds up nobody.");
  private static final Key<Duration> WAIT =
      Key.optional(
          "wait",
          Durations.atLeast("1ms"),
          "1d",
          "How long, in event time, an event waits for its label, or a label for its event.");
  private static final Key<Integer> MOST =
      Key.optional(
          "most",
          Scalars.size(1, Integer.MAX_VALUE),
          "1000000",
          "How many may wait in a subtask of the learner; beyond them none is waited for.");

  LabelsSection() {
    super(
        List.of(
            TOPIC, FORMAT, CSV, ID, KEY, TIME, FIELD, OUT_OF_ORDERNESS, IDLE_AFTER, WAIT, MOST));
  }

  @Override
  void check(Values values) {
    if (values.isWritten(ID) && values.isWritten(KEY)) {
      values.problem(KEY, "a label names its event by id or by key and time, not by both");
    } else if (!values.isWritten(ID) && !values.isWritten(KEY)) {
      values.missing(ID, "the field that names the event, or key: the one with its key");
    }
    if (values.isWritten(KEY) && !values.isWritten(TIME)) {
      values.missing(TIME, "with key, a label says the time of its event");
    }
    Format format = values.find(FORMAT);
    if (format == Format.AVRO) {
      values.problem(FORMAT, "the avro envelope carries no labels: use json or csv");
    }
    EventsSection.checkCsv(values, CSV, format);
    EventsSection.checkColumns(values, CSV, KEY, TIME, ID);
  }

  @Override
  Declared build(Values values) {
    Csv csv = values.find(CSV);
    return new Declared(
        values.get(TOPIC),
        values.get(FORMAT),
        csv == null ? new Csv(List.of(), ',') : csv,
        values.find(ID),
        values.find(KEY),
        values.get(TIME),
        values.find(FIELD),
        values.get(OUT_OF_ORDERNESS),
        values.get(IDLE_AFTER),
        values.get(WAIT),
        values.get(MOST));
  }
}

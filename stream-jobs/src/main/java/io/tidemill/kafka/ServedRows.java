package io.tidemill.kafka;

import io.tidemill.schema.message.FeatureRecordKind;
import io.tidemill.schema.message.ObservedRow;
import io.tidemill.schema.message.ServedFeatures;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of served features together and one by one: what is answered together travels together, for
 * a Kafka record costs more than the row in it.
 */
public final class ServedRows {
  private ServedRows() {}

  /**
   * The message with these rows, at least one, of a feature schema.
   *
   * @param epoch with {@code sequence} the version that answered all of them; 0 and 0: none
   */
  public static ServedFeatures together(
      List<ObservedRow> rows, String schema, int epoch, long sequence) {
    ServedFeatures message = new ServedFeatures();
    message.setKind(FeatureRecordKind.ROWS);
    message.setTime(rows.get(0).getTime());
    message.setEventId("");
    message.setKey("");
    message.setObserved(List.of());
    message.setSchema$(schema);
    message.setAnswer(List.of());
    message.setEpoch(epoch);
    message.setSequence(sequence);
    message.setParallelism(1);
    message.setRows(rows);
    return message;
  }

  /** Each row of the message as one of its own; a message that has none stays as it is. */
  public static List<ServedFeatures> each(ServedFeatures message) {
    if (message.getKind() != FeatureRecordKind.ROWS) {
      return List.of(message);
    }
    List<ServedFeatures> all = new ArrayList<>(message.getRows().size());
    for (ObservedRow row : message.getRows()) {
      ServedFeatures one = new ServedFeatures();
      one.setKind(FeatureRecordKind.ROW);
      one.setTime(row.getTime());
      one.setEventId(row.getEventId());
      one.setKey(row.getKey());
      one.setObserved(row.getObserved());
      one.setSchema$(message.getSchema$());
      one.setIngestedAt(row.getIngestedAt());
      one.setLate(row.getLate());
      one.setOutOfOrder(row.getOutOfOrder());
      one.setAnswer(row.getAnswer());
      one.setEpoch(message.getEpoch());
      one.setSequence(message.getSequence());
      one.setParallelism(1);
      one.setRows(List.of());
      all.add(one);
    }
    return all;
  }
}

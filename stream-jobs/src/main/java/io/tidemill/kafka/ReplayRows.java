package io.tidemill.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.tidemill.pipeline.EventKey;
import io.tidemill.pipeline.EventTime;
import io.tidemill.pipeline.Events;
import io.tidemill.pipeline.Format;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rows of separated values, each as one event; or, of a wide file, each cell as one.
 *
 * <p>The first row is the header where it names every field that the pipeline reads, but for those
 * that come later; else the pipeline's own columns name the fields. The text is handled one char a
 * byte (Latin-1), so that bytes of any encoding reach the topic as they were.
 */
final class ReplayRows implements Iterator<ReplayRecord> {

  private final Iterator<CsvRecord> rows;
  private final List<String> columns;
  private final ReplayWriter writer;
  private final EventTime time;
  private final @Nullable String wide;
  private final @Nullable String keyField;
  private final int timeColumn; // of a wide file; -1: none
  private @Nullable CsvRecord row;
  private int cell; // of the row that a wide file is at
  private long rowNumber;

  private ReplayRows(
      Iterator<CsvRecord> rows, @Nullable CsvRecord first, List<String> columns, Events events) {
    this.rows = rows;
    this.row = first;
    this.columns = columns;
    this.writer = new ReplayWriter(events);
    this.time = events.time();
    this.wide = events.wide();
    this.keyField = events.key() instanceof EventKey.Field key ? key.name() : null;
    this.timeColumn = time instanceof EventTime.Field field ? columns.indexOf(field.name()) : -1;
  }

  static ReplayRows open(Path file, InputStream in, Events events, Set<String> later)
      throws IOException {
    Iterator<CsvRecord> rows =
        new FileRows<>(
            file,
            CsvReader.builder()
                .fieldSeparator(events.csv().delimiter())
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(in, ISO_8859_1)
                .iterator());
    if (!rows.hasNext()) {
      throw new IOException(file + ": the file is empty");
    }
    CsvRecord first = rows.next();
    List<String> header = names(first);
    if (events.wide() != null) {
      checkWide(file, header, events);
      return new ReplayRows(rows, null, header, events);
    }
    TreeSet<String> missing = new TreeSet<>(FieldRole.of(events).keySet());
    missing.removeAll(later);
    header.forEach(missing::remove);
    if (missing.isEmpty()) {
      return new ReplayRows(rows, null, header, events);
    }
    if (events.format() != Format.CSV) {
      throw new IOException(
          file + ": the header " + header + " lacks " + missing + ", which the pipeline reads");
    }
    int columns = events.csv().columns().size();
    if (header.size() != columns) {
      throw new IOException(
          "%s: the first row is no header, as it lacks %s, and no event, as it has %d fields and the pipeline %d columns: is the delimiter '%s'?"
              .formatted(file, missing, header.size(), columns, events.csv().delimiter()));
    }
    return new ReplayRows(rows, first, events.csv().columns(), events);
  }

  @Override
  public boolean hasNext() {
    if (row == null && rows.hasNext()) {
      row = rows.next();
      cell = cellAfter(-1);
    }
    return row != null;
  }

  @Override
  public ReplayRecord next() {
    if (!hasNext() || row == null) {
      throw new NoSuchElementException();
    }
    CsvRecord current = row;
    int currentCell = cell;
    Long rowTime =
        time instanceof EventTime.Every every ? Long.valueOf(every.ofRow(rowNumber)) : null;
    boolean whole = current.getFieldCount() == columns.size();
    cell = cellAfter(cell);
    if (wide == null || !whole || cell >= columns.size()) {
      row = null;
      rowNumber++;
    }
    if (!whole) { // one dead letter, not one a cell
      return new ReplayRecord(writer.asItIs(current.getFields()), rowTime);
    }
    return wide == null
        ? new ReplayRecord(writer.write(columns, current.getFields(), rowTime), rowTime)
        : cell(wide, current, currentCell, rowTime);
  }

  private int cellAfter(int cell) {
    return cell + 1 == timeColumn ? cell + 2 : cell + 1;
  }

  private ReplayRecord cell(String wide, CsvRecord row, int cell, @Nullable Long rowTime) {
    List<String> names = new ArrayList<>(3);
    List<String> texts = new ArrayList<>(3);
    if (keyField != null) {
      names.add(keyField);
      texts.add(new String(columns.get(cell).getBytes(UTF_8), ISO_8859_1));
    }
    if (timeColumn >= 0) {
      names.add(columns.get(timeColumn));
      texts.add(row.getField(timeColumn));
    }
    names.add(wide);
    texts.add(row.getField(cell));
    return new ReplayRecord(writer.write(names, texts, rowTime), rowTime);
  }

  private static void checkWide(Path file, List<String> header, Events events) throws IOException {
    if (!(events.key() instanceof EventKey.Field)) {
      throw new IOException(
          file + ": the header of a wide file holds the keys; name a field for it");
    }
    if (events.time() instanceof EventTime.Field time && !header.contains(time.name())) {
      throw new IOException(
          file
              + ": the wide file has no column "
              + time.name()
              + " with the time; say every and"
              + " start, or name another");
    }
    if (header.size() == 1 && events.time() instanceof EventTime.Field) {
      throw new IOException(
          file
              + ": the header of the wide file holds no key beside the time: is the delimiter right?");
    }
  }

  private static List<String> names(CsvRecord header) {
    List<String> names = new ArrayList<>();
    for (String field : header.getFields()) {
      String name = new String(field.getBytes(ISO_8859_1), UTF_8);
      names.add(names.isEmpty() && name.startsWith("\uFEFF") ? name.substring(1) : name);
    }
    return names;
  }
}

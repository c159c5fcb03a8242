package io.tidemill.kafka;

import de.siegmar.fastcsv.reader.CsvParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;

/**
 * The rows of a file, which say which file it is when they cannot be read any further: as an {@link
 * UncheckedIOException}, its cause's message for the user.
 *
 * @param <T> a row
 */
final class FileRows<T> implements Iterator<T> {

  private final Path file;
  private final Iterator<T> rows;
  private long read;

  FileRows(Path file, Iterator<T> rows) {
    this.file = file;
    this.rows = rows;
  }

  @Override
  public boolean hasNext() {
    try {
      return rows.hasNext();
    } catch (UncheckedIOException | CsvParseException e) {
      throw damaged(e.getCause() == null ? e : e.getCause());
    }
  }

  @Override
  public T next() {
    T row = rows.next();
    read++;
    return row;
  }

  private UncheckedIOException damaged(Throwable e) {
    return new UncheckedIOException(
        new IOException(
            "%s: cannot be read beyond its first %d rows (%s): is the file whole?"
                .formatted(file, read, e.getMessage()),
            e));
  }
}

package io.tidemill.kafka;

import io.tidemill.pipeline.EventTime;
import io.tidemill.pipeline.Events;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file as they are, byte by byte; empty ones are skipped, and one longer than {@link
 * #MAX_LINE} is cut, which leaves it longer than any event may be.
 */
final class ReplayLines implements Iterator<ReplayRecord> {

  static final int MAX_LINE = 2 * Limits.VALUE_BYTES;

  private final InputStream in;
  private final EventTime time;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
  private long row;
  private byte @Nullable [] next;

  ReplayLines(InputStream in, Events events) {
    this.in = in;
    this.time = events.time();
  }

  @Override
  public boolean hasNext() {
    if (next == null) {
      next = read();
    }
    return next != null;
  }

  @Override
  public ReplayRecord next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    byte[] value = next;
    next = null;
    Long rowTime = time instanceof EventTime.Every every ? Long.valueOf(every.ofRow(row)) : null;
    row++;
    return new ReplayRecord(value, rowTime);
  }

  private byte @Nullable [] read() {
    try {
      while (true) {
        line.reset();
        int b = in.read();
        if (b < 0) {
          return null;
        }
        for (; b >= 0 && b != '\n'; b = in.read()) {
          if (line.size() < MAX_LINE && b != '\r') {
            line.write(b);
          }
        }
        if (line.size() > 0) {
          return line.toByteArray();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

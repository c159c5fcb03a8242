package io.tidemill.kafka;

import io.tidemill.pipeline.EventTime;
import io.tidemill.pipeline.Events;
import io.tidemill.schema.message.DeadLetter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The events of a file, decoded as those of a topic are. */
public final class FileEvents {

  /**
   * What a file held.
   *
   * @param refused rows that are no events
   * @param reason why the first of them is none, and which row it is; null: none was refused
   */
  public record Outcome(long events, long refused, @Nullable String reason) {

    /** What to tell the user of rows that are no events; null: there are none. */
    public @Nullable String warning(Path file) {
      return refused == 0
          ? null
          : "%s: %,d rows are no events and left out; the first is %s"
              .formatted(file, refused, reason);
    }
  }

  private FileEvents() {}

  /**
   * Reads a file to its end. An event without a time of its own gets the number of its row as one,
   * in milliseconds, and so does its offset.
   *
   * @throws IOException if it cannot be read, or holds no event at all
   */
  public static Outcome read(Path file, Events events, Consumer<Event> sink) throws IOException {
    EventDecoder decoder = new EventDecoder(events);
    boolean numbered = events.time() instanceof EventTime.OfRecord;
    long row = 0;
    long refused = 0;
    String reason = null;
    try (ReplayFile rows = ReplayFile.open(file, events)) {
      for (ReplayRecord record : rows) {
        // Far ahead of any event's time: a gap in a file is no wrong clock.
        long timestamp = numbered ? row : PlausibleTime.LATEST;
        Decoded decoded = decoder.decode(record.consumed(events.topic(), row, timestamp));
        row++;
        Event event = decoded.event();
        DeadLetter letter = decoded.deadLetter();
        if (event != null) {
          sink.accept(event);
        } else if (letter != null && refused++ == 0) {
          reason = "row " + row + ": " + letter.getMessage();
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (refused == row) {
      throw new IOException(file + ": none of the " + row + " rows is an event: " + reason);
    }
    return new Outcome(row - refused, refused, reason);
  }
}

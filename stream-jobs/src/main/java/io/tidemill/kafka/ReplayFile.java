package io.tidemill.kafka;

import io.tidemill.pipeline.Events;
import io.tidemill.pipeline.Format;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * A file of rows that are played as events: read row by row, never as a whole.
 *
 * <p>Files end in {@code .csv}, {@code .tsv} or {@code .txt} (separated values), or in {@code
 * .ndjson}, {@code .jsonl} or {@code .json} (one JSON object a line), each also with {@code .gz}.
 */
public final class ReplayFile implements Iterable<ReplayRecord>, AutoCloseable {

  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final Iterator<ReplayRecord> records;

  private ReplayFile(InputStream in, Iterator<ReplayRecord> records) {
    this.in = in;
    this.records = records;
  }

  /** Opens a file and reads its header. */
  public static ReplayFile open(Path file, Events events) throws IOException {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    boolean zipped = name.endsWith(".gz");
    String kind = zipped ? name.substring(0, name.length() - 3) : name;
    boolean lines = kind.matches(".*\\.(ndjson|jsonl|json)");
    if (!lines && !kind.matches(".*\\.(csv|tsv|txt)")) {
      throw new IOException(
          file
              + ": the name must end in .csv, .tsv, .txt, .ndjson, .jsonl or .json, or .gz after it");
    }
    if (lines && (events.format() != Format.JSON || events.wide() != null)) {
      throw new IOException(
          file
              + ": rows of JSON are played as they are; the pipeline must say format: json, without"
              + " wide");
    }
    InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      if (zipped) {
        in = new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER);
      }
      return new ReplayFile(
          in, lines ? new ReplayLines(in, events) : ReplayRows.open(file.toString(), in, events));
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /**
   * The rest of the rows; one pass. What cannot be read at all, such as a damaged .gz, is an {@link
   * java.io.UncheckedIOException}.
   */
  @Override
  public Iterator<ReplayRecord> iterator() {
    return records;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

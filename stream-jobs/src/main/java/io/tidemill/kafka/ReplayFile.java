package io.tidemill.kafka;

import io.tidemill.pipeline.Events;
import io.tidemill.pipeline.Format;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file of rows that are played as events: read row by row, never as a whole.
 *
 * <p>Files end in {@code .csv}, {@code .tsv} or {@code .txt} (separated values), or in {@code
 * .ndjson}, {@code .jsonl} or {@code .json} (one JSON object a line), each also with {@code .gz}.
 */
public final class ReplayFile implements Iterable<ReplayRecord>, AutoCloseable {

  private static final int BUFFER = 1 << 16;
  private static final Pattern LINES = Pattern.compile(".*\\.(ndjson|jsonl|json)");
  private static final Pattern VALUES = Pattern.compile(".*\\.(csv|tsv|txt)");

  private final InputStream in;
  private final Iterator<ReplayRecord> records;

  private ReplayFile(InputStream in, Iterator<ReplayRecord> records) {
    this.in = in;
    this.records = records;
  }

  /**
   * Opens a file whose rows have all that the pipeline reads, and reads up to the first of them.
   *
   * @throws IOException if there is none, or none that the pipeline can read; says what to do
   */
  public static ReplayFile open(Path file, Events events) throws IOException {
    return open(file, events, Set.of());
  }

  /**
   * Opens a file and reads up to its first row.
   *
   * @param later fields that the rows need not have, as they come by another topic
   * @throws IOException if there is none, or none that the pipeline can read; says what to do
   */
  public static ReplayFile open(Path file, Events events, Set<String> later) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + (Files.exists(file) ? ": is no file" : ": no such file"));
    }
    String kind = kind(file);
    boolean zipped = !kind.equals(name(file));
    boolean lines = LINES.matcher(kind).matches();
    if (!lines && !VALUES.matcher(kind).matches()) {
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
        in = new BufferedInputStream(unzip(file, in), BUFFER);
      }
      Iterator<ReplayRecord> records =
          lines
              ? new FileRows<>(file, new ReplayLines(in, events))
              : ReplayRows.open(file, in, events, later);
      if (!records.hasNext()) {
        throw new IOException(file + ": there are no rows to play");
      }
      return new ReplayFile(in, records);
    } catch (UncheckedIOException e) {
      in.close();
      throw e.getCause();
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** Whether a file's name is one of a file of rows. */
  public static boolean isRows(Path file) {
    String kind = kind(file);
    return LINES.matcher(kind).matches() || VALUES.matcher(kind).matches();
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
  }

  /** The name without what compression adds to it. */
  private static String kind(Path file) {
    String name = name(file);
    return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
  }

  private static InputStream unzip(Path file, InputStream in) throws IOException {
    try {
      return new GZIPInputStream(in, BUFFER);
    } catch (EOFException | ZipException e) {
      throw new IOException(
          file + ": was not written by gzip, or not to its end: make it again, or rename it", e);
    }
  }

  /**
   * The rest of the rows, in one pass. What cannot be read any further, such as a damaged .gz, is
   * an {@link UncheckedIOException}, its cause's message for the user.
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

package io.tidemill.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Something told to people in lines of at most 80 columns, and to programs as a JSON object. */
interface Report {
  /** To the second, in UTC. */
  DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** For people. */
  void text(PrintWriter out);

  /** For programs: the fields of the object. */
  void json(JsonGenerator out) throws IOException;

  /** Writes one of the two. */
  default void print(PrintWriter out, boolean json) {
    if (json) {
      StringWriter text = new StringWriter();
      try (JsonGenerator generator = new JsonFactory().createGenerator(text)) {
        generator.writeStartObject();
        json(generator);
        generator.writeEndObject();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      out.println(text);
    } else {
      text(out);
    }
    out.flush();
  }

  static void line(PrintWriter out, String what, String value) {
    out.printf(Locale.ROOT, "%-14s %s%n", what, value);
  }

  /** To the second, in UTC. */
  static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis));
  }

  static String iso(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  /** "512 B", "51.2 KiB", "48 MiB". */
  static String size(int bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double kibi = bytes / 1024.0;
    return kibi < 1024
        ? String.format(Locale.ROOT, "%.1f KiB", kibi)
        : String.format(Locale.ROOT, "%.1f MiB", kibi / 1024);
  }
}

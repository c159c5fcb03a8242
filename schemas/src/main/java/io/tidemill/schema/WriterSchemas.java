package io.tidemill.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The schemas that earlier releases wrote a message with.
 *
 * <p>A release that changes {@code Prediction.avsc} keeps the former text as the next free number
 * of {@code history/Prediction.1.avsc}, {@code history/Prediction.2.avsc} and so on beside this
 * class, so that what it wrote stays readable.
 */
final class WriterSchemas {

  private WriterSchemas() {}

  /** The former schemas of a message, the oldest first; empty for one that never changed. */
  static List<Schema> former(String message) {
    List<Schema> schemas = new ArrayList<>();
    for (int number = 1; ; number++) {
      Schema schema = read("history/" + message + "." + number + ".avsc");
      if (schema == null) {
        return List.copyOf(schemas);
      }
      schemas.add(schema);
    }
  }

  private static @Nullable Schema read(String resource) {
    try (InputStream in = WriterSchemas.class.getResourceAsStream(resource)) {
      return in == null ? null : new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " cannot be read", e);
    }
  }
}

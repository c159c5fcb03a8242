package io.tidemill.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.tidemill.feature.FieldForm;
import io.tidemill.pipeline.EventTime;
import io.tidemill.pipeline.Events;
import io.tidemill.schema.MessageCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of text as events in the format of the pipeline; texts are one char a byte (Latin-1).
 *
 * <p>A row that the format cannot hold, such as one with no readable time for the envelope, is
 * written as it is.
 */
final class ReplayWriter {

  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private static final JsonFactory JSON = new JsonFactory();

  private final Events events;
  private final Map<String, FieldRole> fields;
  private final @Nullable TimeReader timeReader;
  private final MessageCodec<io.tidemill.schema.message.Event> envelopes =
      MessageCodec.of(io.tidemill.schema.message.Event.class);

  ReplayWriter(Events events) {
    this.events = events;
    this.fields = FieldRole.of(events);
    this.timeReader =
        events.time() instanceof EventTime.Field field ? TimeReader.of(field.format()) : null;
  }

  byte[] write(List<String> names, List<String> texts, @Nullable Long rowTime) {
    return switch (events.format()) {
      case CSV -> csv(names, texts);
      case JSON -> json(names, texts);
      case AVRO -> envelope(names, texts, rowTime);
    };
  }

  /** The row as a line of the file, for the job to make a dead letter of. */
  byte[] asItIs(List<String> texts) {
    StringWriter line = new StringWriter();
    CsvWriter.builder()
        .fieldSeparator(events.csv().delimiter())
        .lineDelimiter(LineDelimiter.LF)
        .bufferSize(0)
        .build(line)
        .writeRecord(texts);
    String text = line.toString();
    return text.substring(0, text.length() - 1).getBytes(ISO_8859_1);
  }

  private byte[] csv(List<String> names, List<String> texts) {
    List<String> columns = events.csv().columns();
    if (columns.equals(names)) {
      return asItIs(texts);
    }
    return asItIs(
        columns.stream()
            .map(column -> names.contains(column) ? texts.get(names.indexOf(column)) : "")
            .toList());
  }

  private byte[] json(List<String> names, List<String> texts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      for (int i = 0; i < names.size(); i++) {
        String text = texts.get(i);
        FieldRole field = fields.get(names.get(i));
        out.writeFieldName(names.get(i));
        if (text.isEmpty()) {
          out.writeNull();
        } else if (isNumber(field) && JSON_NUMBER.matcher(text).matches()) {
          out.writeNumber(text);
        } else {
          out.writeString(Utf8.decode(text.getBytes(ISO_8859_1)));
        }
      }
      out.writeEndObject();
    } catch (BadRecordException e) {
      return asItIs(texts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static boolean isNumber(@Nullable FieldRole field) {
    return field != null && field.number() >= 0 && field.form() instanceof FieldForm.Number;
  }

  private byte[] envelope(List<String> names, List<String> texts, @Nullable Long rowTime) {
    io.tidemill.schema.message.Event.Builder event =
        io.tidemill.schema.message.Event.newBuilder()
            .setKey("")
            .setTime(rowTime == null ? 0 : rowTime);
    Map<String, @Nullable Double> numbers = new HashMap<>();
    try {
      for (int i = 0; i < names.size(); i++) {
        FieldRole field = fields.get(names.get(i));
        String text = Utf8.decode(texts.get(i).getBytes(ISO_8859_1));
        if (field == null) {
          continue;
        }
        if (field.number() >= 0) {
          numbers.put(field.name(), text.isBlank() ? null : Double.valueOf(text));
        }
        if (field.key()) {
          event.setKey(text);
        }
        if (field.id() && !text.isEmpty()) {
          event.setId(text);
        }
        if (field.time() && timeReader != null) {
          event.setTime(timeReader.read(text));
        }
      }
    } catch (BadRecordException | RuntimeException e) { // what java.time and Double cannot read
      return asItIs(texts);
    }
    return envelopes.encode(event.setNumbers(numbers).build());
  }
}

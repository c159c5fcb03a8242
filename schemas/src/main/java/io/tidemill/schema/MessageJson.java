package io.tidemill.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/**
 * Messages as plain JSON: an object a record, optional fields as their value or null, enums by
 * name.
 *
 * <p>Avro's own JSON wraps every optional value in an object and cannot read back a NaN. Here, as
 * in the JSON mapping of Protocol Buffers 3, numbers that JSON lacks are the strings "NaN",
 * "Infinity" and "-Infinity", and bytes are Base64. On reading, unknown fields are skipped and
 * absent ones take their default. One instance belongs to one thread.
 */
final class MessageJson {

  private static final int MAX_DEPTH = 32;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxDocumentLength(MessageCodec.MAX_BYTES)
                  .maxStringLength(MessageCodec.MAX_BYTES)
                  .build())
          .build();

  private final Schema schema;
  private final SpecificData model;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

  MessageJson(Schema schema, SpecificData model) {
    this.schema = schema;
    this.model = model;
  }

  byte[] write(SpecificRecordBase message) {
    bytes.reset();
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      write(message, schema, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  Object read(byte[] message, int offset, int length) throws MessageFormatException {
    try (JsonParser in = FACTORY.createParser(message, offset, length)) {
      in.nextToken();
      Object read = read(schema, in, schema.getName());
      if (in.nextToken() != null) {
        throw new MessageFormatException(schema.getName() + ": text follows the JSON object");
      }
      return read;
    } catch (MessageFormatException e) {
      throw e;
    } catch (IOException | AvroRuntimeException | IllegalArgumentException e) {
      throw new MessageFormatException(schema.getName() + ": " + e.getMessage(), e);
    }
  }

  private void write(Object value, Schema schema, JsonGenerator out) throws IOException {
    switch (schema.getType()) {
      case RECORD -> {
        SpecificRecordBase message = (SpecificRecordBase) value;
        out.writeStartObject();
        for (Schema.Field field : schema.getFields()) {
          out.writeFieldName(field.name());
          writeOptional(message.get(field.pos()), field.schema(), out);
        }
        out.writeEndObject();
      }
      case ARRAY -> {
        out.writeStartArray();
        for (Object item : (List<?>) value) {
          writeOptional(item, schema.getElementType(), out);
        }
        out.writeEndArray();
      }
      case MAP -> {
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          out.writeFieldName((String) entry.getKey());
          writeOptional(entry.getValue(), schema.getValueType(), out);
        }
        out.writeEndObject();
      }
      case STRING, ENUM -> out.writeString(value.toString());
      case BYTES -> {
        ByteBuffer buffer = ((ByteBuffer) value).duplicate();
        byte[] array = new byte[buffer.remaining()];
        buffer.get(array);
        out.writeBinary(array);
      }
      case INT -> out.writeNumber((Integer) value);
      case LONG -> out.writeNumber((Long) value);
      case DOUBLE -> out.writeNumber((Double) value); // quoted by Jackson when not finite
      case BOOLEAN -> out.writeBoolean((Boolean) value);
      default -> throw unsupported(schema);
    }
  }

  private void writeOptional(@Nullable Object value, Schema schema, JsonGenerator out)
      throws IOException {
    if (value == null) {
      out.writeNull();
    } else {
      write(value, present(schema), out);
    }
  }

  private @Nullable Object readOptional(Schema schema, JsonParser in, String path)
      throws IOException {
    if (schema.isNullable() && in.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    return read(present(schema), in, path);
  }

  private Object read(Schema schema, JsonParser in, String path) throws IOException {
    return switch (schema.getType()) {
      case RECORD -> readRecord(schema, in, path);
      case ARRAY -> {
        expect(in, JsonToken.START_ARRAY, path, "an array");
        List<@Nullable Object> items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          items.add(readOptional(schema.getElementType(), in, path + "[" + items.size() + "]"));
        }
        yield items;
      }
      case MAP -> {
        expect(in, JsonToken.START_OBJECT, path, "an object");
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
          String name = in.currentName();
          in.nextToken();
          entries.put(name, readOptional(schema.getValueType(), in, path + "." + name));
        }
        yield entries;
      }
      case STRING -> {
        expect(in, JsonToken.VALUE_STRING, path, "a string");
        yield in.getText();
      }
      case ENUM -> {
        expect(in, JsonToken.VALUE_STRING, path, "one of " + schema.getEnumSymbols());
        if (!schema.hasEnumSymbol(in.getText())) {
          throw wrong(path, "one of " + schema.getEnumSymbols(), "\"" + in.getText() + "\"");
        }
        yield model.createEnum(in.getText(), schema);
      }
      case BYTES -> {
        expect(in, JsonToken.VALUE_STRING, path, "bytes in Base64");
        yield ByteBuffer.wrap(in.getBinaryValue());
      }
      case INT -> {
        expect(in, JsonToken.VALUE_NUMBER_INT, path, "an integer");
        yield in.getIntValue();
      }
      case LONG -> {
        expect(in, JsonToken.VALUE_NUMBER_INT, path, "an integer");
        yield in.getLongValue();
      }
      case DOUBLE -> readDouble(in, path);
      case BOOLEAN -> {
        if (!in.currentToken().isBoolean()) {
          throw wrong(path, "true or false", String.valueOf(in.currentToken()));
        }
        yield in.getBooleanValue();
      }
      default -> throw unsupported(schema);
    };
  }

  private Object readRecord(Schema schema, JsonParser in, String path) throws IOException {
    expect(in, JsonToken.START_OBJECT, path, "an object");
    SpecificRecordBase message = (SpecificRecordBase) model.newRecord(null, schema);
    boolean[] present = new boolean[schema.getFields().size()];
    while (in.nextToken() != JsonToken.END_OBJECT) {
      Schema.Field field = schema.getField(in.currentName());
      in.nextToken();
      if (field == null) {
        in.skipChildren();
      } else {
        message.put(field.pos(), readOptional(field.schema(), in, path + "." + field.name()));
        present[field.pos()] = true;
      }
    }
    for (Schema.Field field : schema.getFields()) {
      if (!present[field.pos()]) {
        if (!field.hasDefaultValue()) {
          throw new MessageFormatException(path + "." + field.name() + " is absent");
        }
        message.put(field.pos(), model.deepCopy(field.schema(), model.getDefaultValue(field)));
      }
    }
    return message;
  }

  private static Object readDouble(JsonParser in, String path) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      return switch (in.getText()) {
        case "NaN" -> Double.NaN;
        case "Infinity" -> Double.POSITIVE_INFINITY;
        case "-Infinity" -> Double.NEGATIVE_INFINITY;
        default -> throw wrong(path, "a number", "\"" + in.getText() + "\"");
      };
    }
    if (!in.currentToken().isNumeric()) {
      throw wrong(path, "a number", String.valueOf(in.currentToken()));
    }
    return in.getDoubleValue();
  }

  private static Schema present(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return schema;
    }
    for (Schema type : schema.getTypes()) {
      if (type.getType() != Schema.Type.NULL) {
        return type;
      }
    }
    throw unsupported(schema);
  }

  private static void expect(JsonParser in, JsonToken token, String path, String what)
      throws MessageFormatException {
    if (in.currentToken() != token) {
      throw wrong(path, what, String.valueOf(in.currentToken()));
    }
  }

  private static MessageFormatException wrong(String path, String expected, String found) {
    return new MessageFormatException(path + " must be " + expected + ", but is " + found);
  }

  private static IllegalStateException unsupported(Schema schema) {
    return new IllegalStateException("no message has a field of type " + schema);
  }
}

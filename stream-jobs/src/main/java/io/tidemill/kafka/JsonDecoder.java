package io.tidemill.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.tidemill.feature.FieldForm;
import io.tidemill.schema.message.DeadLetterCause;
import java.io.IOException;
import java.util.Map;

/**
 * One JSON object a record, in UTF-8; the fields are those of the outermost object.
 *
 * <p>Keys and ids are strings or numbers, numbers are numbers, and null is the same as absent.
 */
final class JsonDecoder implements ValueDecoder {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // to say BAD_NUMBER of them
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // names come from outside
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Limits.DEPTH)
                  .maxNumberLength(Limits.NUMBER_CHARS)
                  .maxNameLength(Limits.KEY_CHARS)
                  .maxStringLength(Limits.VALUE_BYTES)
                  .maxDocumentLength(Limits.VALUE_BYTES)
                  .build())
          .build();

  private final Map<String, FieldRole> fields;

  JsonDecoder(Map<String, FieldRole> fields) {
    this.fields = fields;
  }

  @Override
  public void decode(byte[] value, EventDraft draft) throws BadRecordException {
    refuseOtherEncodings(value);
    try (JsonParser in = FACTORY.createParser(value)) {
      decode(in, draft);
    } catch (StreamConstraintsException e) {
      throw new BadRecordException(
          e.getOriginalMessage().contains("nesting depth")
              ? DeadLetterCause.TOO_DEEP
              : DeadLetterCause.TOO_LARGE,
          e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      Utf8.decode(value); // malformed bytes are the better reason
      throw new BadRecordException(
          DeadLetterCause.NOT_PARSEABLE,
          "not JSON at byte " + e.getLocation().getByteOffset() + ": " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new BadRecordException(DeadLetterCause.NOT_PARSEABLE, "not JSON: " + e.getMessage());
    }
  }

  private void decode(JsonParser in, EventDraft draft) throws IOException, BadRecordException {
    JsonToken first = in.nextToken();
    if (first == null) {
      throw new BadRecordException(
          DeadLetterCause.EMPTY, "the value holds nothing but white space");
    }
    if (first != JsonToken.START_OBJECT) {
      throw wrongType("the record", "a JSON object", in);
    }
    while (in.nextToken() != JsonToken.END_OBJECT) {
      FieldRole field = fields.get(in.currentName());
      JsonToken token = in.nextToken();
      if (field == null) {
        in.skipChildren();
      } else if (token != JsonToken.VALUE_NULL) {
        decode(field, token, in, draft);
      }
    }
    if (in.nextToken() != null) {
      throw new BadRecordException(
          DeadLetterCause.NOT_PARSEABLE, "text follows the end of the JSON object");
    }
  }

  private static void decode(FieldRole field, JsonToken token, JsonParser in, EventDraft draft)
      throws IOException, BadRecordException {
    if (field.number() >= 0) {
      decodeFeature(field, token, in, draft);
    }
    if (field.key() || field.id() || field.time()) {
      String text = text(field, token, in);
      if (field.key()) {
        draft.key(text);
      }
      if (field.id()) {
        draft.id(text);
      }
      if (field.time()) {
        draft.time(text);
      }
    }
  }

  private static void decodeFeature(
      FieldRole field, JsonToken token, JsonParser in, EventDraft draft)
      throws IOException, BadRecordException {
    if (field.form() instanceof FieldForm.Number) {
      draft.number(field, number(field, token, in));
    } else if (field.form() instanceof FieldForm.Numbers) {
      draft.counted(field, numbers(field, in, draft));
    } else if (field.form() instanceof FieldForm.Symbol && token.isBoolean()) {
      draft.text(field, in.getText());
    } else {
      draft.text(field, text(field, token, in));
    }
  }

  private static String text(FieldRole field, JsonToken token, JsonParser in)
      throws IOException, BadRecordException {
    if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
      throw wrongType(field.name(), "a string or a number", in);
    }
    return in.getText();
  }

  /** Reads an array of numbers, nested or not, and counts them. */
  private static int numbers(FieldRole field, JsonParser in, EventDraft draft)
      throws IOException, BadRecordException {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw wrongType(field.name(), "an array of numbers", in);
    }
    int count = 0;
    for (int depth = 1; depth > 0; ) {
      JsonToken token = in.nextToken();
      if (token == JsonToken.START_ARRAY) {
        depth++;
      } else if (token == JsonToken.END_ARRAY) {
        depth--;
      } else {
        draft.number(field, count++, number(field, token, in));
      }
    }
    return count;
  }

  private static double number(FieldRole field, JsonToken token, JsonParser in)
      throws IOException, BadRecordException {
    if (token.isNumeric()) {
      return in.getDoubleValue();
    }
    if (token == JsonToken.VALUE_STRING) {
      switch (in.getText()) {
        case "NaN":
          return Double.NaN;
        case "Infinity":
        case "+Infinity":
          return Double.POSITIVE_INFINITY;
        case "-Infinity":
          return Double.NEGATIVE_INFINITY;
        default: // a text
      }
    }
    throw wrongType(field.name(), "a number", in);
  }

  /** Jackson would read UTF-16 and UTF-32 too, which it tells by the zero bytes. */
  private static void refuseOtherEncodings(byte[] value) throws BadRecordException {
    for (int i = 0; i < Math.min(4, value.length); i++) {
      if (value[i] == 0 || (value[i] & 0xFE) == 0xFE) {
        throw new BadRecordException(
            DeadLetterCause.BAD_ENCODING,
            "the bytes are no UTF-8: byte " + i + " is " + String.format("%02x", value[i]));
      }
    }
  }

  private static BadRecordException wrongType(String what, String expected, JsonParser in)
      throws IOException {
    String found =
        switch (in.currentToken()) {
          case START_OBJECT -> "an object";
          case START_ARRAY -> "an array";
          case VALUE_STRING -> "the string '" + Limits.shown(in.getText()) + "'";
          default -> in.getText();
        };
    return new BadRecordException(
        DeadLetterCause.WRONG_TYPE, what + " must be " + expected + ", but is " + found);
  }
}

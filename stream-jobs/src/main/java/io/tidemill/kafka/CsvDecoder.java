package io.tidemill.kafka;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.tidemill.feature.FieldForm;
import io.tidemill.pipeline.Csv;
import io.tidemill.schema.message.DeadLetterCause;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of separated values a record (RFC 4180), in UTF-8; an empty value is a missing one. */
final class CsvDecoder implements ValueDecoder {

  private final int columns;
  private final @Nullable FieldRole[] fields;
  private final CsvReader.CsvReaderBuilder reader;

  CsvDecoder(Csv csv, Map<String, FieldRole> roles) {
    this.columns = csv.columns().size();
    this.fields = new FieldRole[columns];
    for (int i = 0; i < columns; i++) {
      fields[i] = roles.get(csv.columns().get(i));
    }
    this.reader =
        CsvReader.builder()
            .fieldSeparator(csv.delimiter())
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE) // counted here
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
  }

  @Override
  public void decode(byte[] value, EventDraft draft) throws BadRecordException {
    String text = Utf8.decode(value);
    try (CloseableIterator<CsvRecord> rows = reader.ofCsvRecord(text).iterator()) {
      if (!rows.hasNext()) {
        throw new BadRecordException(DeadLetterCause.EMPTY, "the value holds no line");
      }
      CsvRecord row = rows.next();
      if (rows.hasNext()) {
        throw new BadRecordException(
            DeadLetterCause.NOT_PARSEABLE, "the value holds more than one line");
      }
      if (row.getFieldCount() != columns) {
        throw new BadRecordException(
            DeadLetterCause.NOT_PARSEABLE,
            "the line has " + row.getFieldCount() + " columns, the pipeline declares " + columns);
      }
      for (int i = 0; i < columns; i++) {
        FieldRole field = fields[i];
        if (field != null) {
          decode(field, row.getField(i), draft);
        }
      }
    } catch (CsvParseException | IOException e) {
      throw new BadRecordException(DeadLetterCause.NOT_PARSEABLE, "not CSV: " + e.getMessage());
    }
  }

  private static void decode(FieldRole field, String text, EventDraft draft)
      throws BadRecordException {
    if (field.key()) {
      draft.key(text);
    }
    if (field.id()) {
      draft.id(text);
    }
    if (field.time()) {
      draft.time(text);
    }
    if (field.number() >= 0 && !text.isBlank()) {
      if (field.form() instanceof FieldForm.Number) {
        draft.number(field, number(field, text.strip()));
      } else {
        draft.text(field, text);
      }
    }
  }

  private static double number(FieldRole field, String text) throws BadRecordException {
    if (text.length() > Limits.NUMBER_CHARS) {
      throw new BadRecordException(
          DeadLetterCause.TOO_LARGE, field.name() + " has " + text.length() + " chars");
    }
    switch (text.toLowerCase(Locale.ROOT)) {
      case "nan":
        return Double.NaN;
      case "inf":
      case "+inf":
      case "-inf":
      case "infinity":
      case "+infinity":
      case "-infinity":
        return Double.POSITIVE_INFINITY;
      default: // a number, or no number
    }
    char last = text.charAt(text.length() - 1);
    boolean decimal = ('0' <= last && last <= '9') || last == '.'; // neither 1f nor 1d
    if (decimal && text.indexOf('x') < 0 && text.indexOf('X') < 0) { // nor hexadecimal
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        // said below
      }
    }
    throw new BadRecordException(
        DeadLetterCause.WRONG_TYPE,
        field.name() + " must be a number, but is '" + Limits.shown(text) + "'");
  }
}

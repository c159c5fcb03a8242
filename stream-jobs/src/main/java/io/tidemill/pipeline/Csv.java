package io.tidemill.pipeline;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;

/**
 * The columns of separated values.
 *
 * @param columns names from left to right; empty unless the format is {@link Format#CSV}
 * @param delimiter what stands between two values
 */
public record Csv(List<String> columns, char delimiter) implements Serializable {

  public Csv {
    columns = List.copyOf(columns);
    if (new HashSet<>(columns).size() < columns.size()) {
      throw new IllegalArgumentException("columns " + columns + ": a name occurs twice");
    }
    if (delimiter == '"' || delimiter == '\n' || delimiter == '\r') {
      throw new IllegalArgumentException(
          "delimiter must not be a quote or a line break: take ',', ';', '|' or a tab");
    }
  }
}

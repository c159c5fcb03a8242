package io.tidemill.offline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Metrics of several parts side by side. */
final class MetricsTable {
  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, Map<String, Double>> parts = new LinkedHashMap<>();

  /** Adds a column. */
  void add(String part, Map<String, Double> metrics) {
    parts.put(part, metrics);
  }

  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    parts.values().forEach(metrics -> names.addAll(metrics.keySet()));
    return names;
  }

  /**
   * Prints it for programs or for people.
   *
   * @param details that people see below it
   */
  void print(PrintWriter out, boolean json, String details) {
    if (json) {
      out.println(json());
    } else {
      out.print(text());
      out.print(details);
    }
    out.flush();
  }

  /** For people: a line for each metric. */
  String text() {
    int wide = names().stream().mapToInt(String::length).max().orElse(1);
    StringBuilder text = new StringBuilder(" ".repeat(wide));
    parts.keySet().forEach(part -> text.append(String.format("  %12s", part)));
    text.append(System.lineSeparator());
    for (String name : names()) {
      text.append(String.format("%-" + wide + "s", name));
      for (Map<String, Double> metrics : parts.values()) {
        text.append(
            String.format("  %12s", MetricValues.shown(metrics.getOrDefault(name, Double.NaN))));
      }
      text.append(System.lineSeparator());
    }
    return text.toString();
  }

  /** For programs: an object of an object for each part; what cannot be told is null. */
  String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartObject();
      for (Map.Entry<String, Map<String, Double>> part : parts.entrySet()) {
        out.writeObjectFieldStart(part.getKey());
        MetricValues.write(part.getValue(), out);
        out.writeEndObject();
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}

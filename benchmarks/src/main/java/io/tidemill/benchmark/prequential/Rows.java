package io.tidemill.benchmark.prequential;

import io.tidemill.benchmark.JsonLines;
import io.tidemill.offline.MetricValues;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints what was measured of a stream, a line each, and writes it as JSON. */
record Rows(String set, long seed, JsonLines json) {

  /** How good a pass was, beside the naive answers. */
  void pass(String variant, Pass pass) throws IOException {
    String figures =
        pass.figures().entrySet().stream()
            .map(figure -> figure.getKey() + " " + MetricValues.shown(figure.getValue()))
            .collect(Collectors.joining("  "));
    print(variant, figures, pass);
    Map<String, Object> row = row("variant", variant);
    pass.metrics().forEach((name, value) -> row.put(name, number(value)));
    json.write(row);
  }

  /** What an option is worth. */
  void without(Ablation option, Pass with, Pass without) throws IOException {
    Map<String, Worth> worths = Worth.of(with, without);
    String figures =
        worths.entrySet().stream()
            .map(worth -> shown(worth.getKey(), worth.getValue()))
            .collect(Collectors.joining("  "));
    print("without " + option.title(), figures, without);
    Map<String, Object> row = row("without", option.title());
    worths.forEach((name, worth) -> row.put(name, fields(worth)));
    row.put("eventsPerSecond", number(without.eventsPerSecond()));
    json.write(row);
  }

  private void print(String variant, String figures, Pass pass) {
    System.out.printf(
        Locale.ROOT,
        "%-16s %-21s seed %d  %s  %,.0f events/s%n",
        set,
        variant,
        seed,
        figures,
        pass.eventsPerSecond());
  }

  private static String shown(String name, Worth worth) {
    return String.format(
        Locale.ROOT,
        "%s %.4f, worth %+.4f ± %.4f",
        name,
        worth.without(),
        worth.paired().worth(),
        worth.paired().standardError());
  }

  private Map<String, Object> row(String kind, String name) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("set", set);
    row.put(kind, name);
    row.put("seed", seed);
    return row;
  }

  private static Map<String, @Nullable Double> fields(Worth worth) {
    Map<String, @Nullable Double> fields = new LinkedHashMap<>();
    fields.put("with", number(worth.with()));
    fields.put("without", number(worth.without()));
    fields.put("worth", number(worth.paired().worth()));
    fields.put("standardError", number(worth.paired().standardError()));
    fields.put("differ", number(worth.paired().differ()));
    return fields;
  }

  /** As JSON has no NaN. */
  private static @Nullable Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }
}

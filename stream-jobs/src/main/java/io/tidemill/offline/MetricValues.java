package io.tidemill.offline;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/** How a metric is written; NaN: it cannot be told. */
public final class MetricValues {

  private MetricValues() {}

  private static boolean isWhole(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15;
  }

  /** For people. */
  public static String shown(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    return isWhole(value)
        ? String.format(Locale.ROOT, "%,d", (long) value)
        : String.format(Locale.ROOT, Math.abs(value) < 1000 ? "%.4f" : "%,.1f", value);
  }

  /** For programs: fields of the open object; null for what cannot be told, as JSON has no NaN. */
  public static void write(Map<String, Double> metrics, JsonGenerator out) throws IOException {
    for (Map.Entry<String, Double> metric : metrics.entrySet()) {
      double value = metric.getValue();
      if (isWhole(value)) {
        out.writeNumberField(metric.getKey(), (long) value);
      } else if (Double.isFinite(value)) {
        out.writeNumberField(metric.getKey(), value);
      } else {
        out.writeNullField(metric.getKey());
      }
    }
  }
}

package io.tidemill.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidemill.inference.KeyState;
import io.tidemill.local.Texts;
import io.tidemill.snapshot.ModelSnapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a key.
 *
 * @param inService what answered; null: nothing did
 */
record KeyReport(KeyState state, @Nullable ModelSnapshot inService) implements Report {

  @Override
  public void text(PrintWriter out) {
    Long lastTime = state.lastTime();
    Report.line(out, "key", Texts.printable(state.key()));
    Report.line(out, "last event", lastTime == null ? "–" : Report.time(lastTime));
    Report.line(out, "model", inService == null ? "none" : inService.version().toString());
    Report.line(
        out,
        "network",
        state.fingerprint()
            + (state.isOfNetwork()
                ? ""
                : ", another than the pipeline's: the next event resets it"));
    Report.line(out, "memory", memory());
    if (!state.isOfLayout()) {
      Report.line(
          out,
          "statistics",
          state.statistics().length + " numbers of other features or alerts than the pipeline's");
      return;
    }
    Report.line(out, "statistics", state.statistics().length + " numbers");
    Report.line(out, "incident", incident() + (state.silent() ? "; the key is silent" : ""));
    table(out, "expected next", state.expected());
    table(out, "observed column", state.observed());
  }

  private String memory() {
    float[] memory = state.memory();
    double squares = 0;
    float least = Float.POSITIVE_INFINITY;
    float greatest = Float.NEGATIVE_INFINITY;
    for (float value : memory) {
      squares += (double) value * value;
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    return memory.length == 0
        ? "none"
        : String.format(
            Locale.ROOT,
            "%d numbers from %.3g to %.3g, norm %.4g",
            memory.length,
            least,
            greatest,
            Math.sqrt(squares));
  }

  private String incident() {
    KeyState.OpenIncident incident = state.incident();
    return incident == null
        ? "none is open"
        : String.format(
            Locale.ROOT,
            "open since %s, alerts %,d, peak grade %.2f",
            Report.time(incident.start()),
            incident.alerts(),
            incident.peak());
  }

  private static void table(PrintWriter out, String head, Map<String, Double> values) {
    if (!values.isEmpty()) {
      out.printf(Locale.ROOT, "%n%-40s %12s%n", head, "value");
      values.forEach(
          (name, value) -> out.printf(Locale.ROOT, "%-40s %12.6g%n", Texts.printable(name), value));
    }
  }

  @Override
  public void json(JsonGenerator out) throws IOException {
    Long lastTime = state.lastTime();
    out.writeStringField("key", state.key());
    out.writeStringField("lastEvent", lastTime == null ? null : Report.iso(lastTime));
    out.writeStringField("model", inService == null ? null : inService.version().toString());
    out.writeStringField("fingerprint", state.fingerprint());
    out.writeBooleanField("ofNetwork", state.isOfNetwork());
    out.writeBooleanField("ofLayout", state.isOfLayout());
    out.writeBooleanField("silent", state.silent());
    KeyState.OpenIncident incident = state.incident();
    if (incident != null) {
      out.writeObjectFieldStart("incident");
      out.writeStringField("start", Report.iso(incident.start()));
      out.writeNumberField("alerts", incident.alerts());
      out.writeNumberField("peak", incident.peak());
      out.writeEndObject();
    }
    object(out, "expected", state.expected());
    object(out, "observed", state.observed());
    out.writeFieldName("memory");
    out.writeStartArray();
    for (float value : state.memory()) {
      out.writeNumber(value);
    }
    out.writeEndArray();
    out.writeFieldName("statistics");
    out.writeArray(state.statistics(), 0, state.statistics().length);
  }

  private static void object(JsonGenerator out, String name, Map<String, Double> values)
      throws IOException {
    out.writeObjectFieldStart(name);
    for (Map.Entry<String, Double> value : values.entrySet()) {
      out.writeNumberField(value.getKey(), value.getValue());
    }
    out.writeEndObject();
  }
}

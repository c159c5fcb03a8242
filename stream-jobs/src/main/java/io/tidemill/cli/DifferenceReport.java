package io.tidemill.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidemill.control.ModelDifference;
import io.tidemill.local.Texts;
import io.tidemill.snapshot.ModelVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What has changed from one version to another. */
record DifferenceReport(ModelVersion first, ModelVersion second, ModelDifference difference)
    implements Report {

  @Override
  public void text(PrintWriter out) {
    List<String> other = new ArrayList<>();
    if (!difference.features()) {
      other.add("features");
    }
    if (!difference.network()) {
      other.add("network");
    }
    if (!difference.task()) {
      other.add("task");
    }
    out.println(
        first
            + " to "
            + second
            + ": "
            + (other.isEmpty() ? "the same network" : "another " + String.join(", ", other)));
    if (!difference.tensors().isEmpty()) {
      out.printf(Locale.ROOT, "%n%-26s %12s %12s %12s%n", "weights", "norm", "change", "relative");
      for (ModelDifference.Tensor tensor : difference.tensors()) {
        out.printf(
            Locale.ROOT,
            "%-26s %12.5g %12.5g %12s%n",
            tensor.name(),
            tensor.before(),
            tensor.change(),
            tensor.before() > 0
                ? String.format(Locale.ROOT, "%.2f %%", 100 * tensor.change() / tensor.before())
                : "–");
      }
    }
    if (!difference.columns().isEmpty()) {
      out.printf(Locale.ROOT, "%n%-26s %12s %12s%n", "observed column", "mean moved", "deviation");
      for (ModelDifference.Column column : difference.columns()) {
        out.printf(
            Locale.ROOT,
            "%-26s %+10.3f σ %11.3f ×%n",
            Texts.printable(column.name()),
            column.shift(),
            column.stretch());
      }
    }
  }

  @Override
  public void json(JsonGenerator out) throws IOException {
    out.writeStringField("from", first.toString());
    out.writeStringField("to", second.toString());
    out.writeBooleanField("sameFeatures", difference.features());
    out.writeBooleanField("sameNetwork", difference.network());
    out.writeBooleanField("sameTask", difference.task());
    out.writeArrayFieldStart("weights");
    for (ModelDifference.Tensor tensor : difference.tensors()) {
      out.writeStartObject();
      out.writeStringField("name", tensor.name());
      out.writeNumberField("norm", tensor.before());
      out.writeNumberField("change", tensor.change());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("columns");
    for (ModelDifference.Column column : difference.columns()) {
      out.writeStartObject();
      out.writeStringField("name", column.name());
      out.writeNumberField("shift", column.shift());
      out.writeNumberField("stretch", column.stretch());
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}

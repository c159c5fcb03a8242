package io.tidemill.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidemill.control.KnownVersion;
import io.tidemill.control.Selection;
import io.tidemill.feature.FeatureScaling;
import io.tidemill.local.Texts;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.Provenance;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** What one version is, and where it comes from. */
record VersionReport(Selection selection, KnownVersion known, ModelSnapshot model)
    implements Report {

  @Override
  public void text(PrintWriter out) {
    Provenance provenance = model.provenance();
    Report.line(
        out, "version", known.version() + (known.equals(selection.inService()) ? ", answers" : ""));
    Report.line(out, "published", Report.time(known.publishedAt()));
    Long learnedUntil = known.learnedUntil();
    Report.line(out, "learned until", learnedUntil == null ? "–" : Report.time(learnedUntil));
    Report.line(
        out,
        "trained by",
        String.format(
            Locale.ROOT,
            "%s: %,d steps, %,d sequences",
            Texts.printable(provenance.trainedBy()),
            provenance.steps(),
            provenance.sequences()));
    Report.line(
        out,
        "size",
        Report.size(known.size())
            + " in "
            + (known.chunks() == 1 ? "1 chunk" : known.chunks() + " chunks"));
    Report.line(
        out,
        "fingerprint",
        known.fingerprint() + (selection.fits(known) ? "" : ", another than the pipeline's"));
    Report.line(out, "network", PipelineSummary.network(model.spec().network()));
    out.printf(
        Locale.ROOT,
        "%n%-26s %12s %12s %12s %12s%n",
        "observed column",
        "mean",
        "deviation",
        "least",
        "greatest");
    FeatureScaling scaling = model.scaling();
    List<String> names = model.spec().features().columns();
    for (int i = 0; i < scaling.width(); i++) {
      out.printf(
          Locale.ROOT,
          "%-26s %12.5g %12.5g %12.5g %12.5g%n",
          Texts.printable(names.get(i)),
          scaling.mean()[i],
          scaling.deviation()[i],
          scaling.min()[i],
          scaling.max()[i]);
    }
  }

  @Override
  public void json(JsonGenerator out) throws IOException {
    ModelsReport.version(known, selection, out);
    Provenance provenance = model.provenance();
    out.writeStringField("trainedBy", provenance.trainedBy());
    out.writeStringField("createdAt", Report.iso(provenance.createdAt()));
    out.writeNumberField("steps", provenance.steps());
    out.writeNumberField("sequences", provenance.sequences());
    out.writeNumberField("parameters", model.weights().data().length);
    out.writeStringField("network", PipelineSummary.network(model.spec().network()));
    out.writeArrayFieldStart("columns");
    FeatureScaling scaling = model.scaling();
    List<String> names = model.spec().features().columns();
    for (int i = 0; i < scaling.width(); i++) {
      out.writeStartObject();
      out.writeStringField("name", names.get(i));
      out.writeNumberField("mean", scaling.mean()[i]);
      out.writeNumberField("deviation", scaling.deviation()[i]);
      out.writeNumberField("min", scaling.min()[i]);
      out.writeNumberField("max", scaling.max()[i]);
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}

package io.tidemill.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidemill.control.KnownVersion;
import io.tidemill.control.Selection;
import io.tidemill.feature.FeatureScaling;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.Provenance;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** What one version is, and where it comes from. */
final class VersionReport extends Report {
  private final Selection selection;
  private final KnownVersion known;
  private final ModelSnapshot model;

  VersionReport(Selection selection, KnownVersion known, ModelSnapshot model) {
    this.selection = selection;
    this.known = known;
    this.model = model;
  }

  @Override
  void text(PrintWriter out) {
    Provenance provenance = model.provenance();
    line(
        out, "version", known.version() + (known.equals(selection.inService()) ? ", answers" : ""));
    line(out, "published", time(known.publishedAt()));
    Long learnedUntil = known.learnedUntil();
    line(out, "learned until", learnedUntil == null ? "–" : time(learnedUntil));
    line(
        out,
        "trained by",
        String.format(
            Locale.ROOT,
            "%s: %,d steps, %,d sequences",
            printable(provenance.trainedBy()),
            provenance.steps(),
            provenance.sequences()));
    line(
        out,
        "size",
        size(known.size())
            + " in "
            + (known.chunks() == 1 ? "1 chunk" : known.chunks() + " chunks"));
    line(
        out,
        "fingerprint",
        known.fingerprint() + (selection.fits(known) ? "" : ", another than the pipeline's"));
    line(out, "network", PipelineSummary.network(model.spec().network()));
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
          printable(names.get(i)),
          scaling.mean()[i],
          scaling.deviation()[i],
          scaling.min()[i],
          scaling.max()[i]);
    }
  }

  @Override
  void json(JsonGenerator out) throws IOException {
    ModelsReport.version(known, selection, out);
    Provenance provenance = model.provenance();
    out.writeStringField("trainedBy", provenance.trainedBy());
    out.writeStringField("createdAt", iso(provenance.createdAt()));
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

package io.tidemill.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidemill.control.KnownVersion;
import io.tidemill.control.Order;
import io.tidemill.control.Selection;
import io.tidemill.kafka.ModelsNow;
import io.tidemill.local.Texts;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.schema.message.Control;
import io.tidemill.snapshot.ModelVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The versions that are kept, and which of them answers. */
record ModelsReport(
    String pipeline,
    Selection selection,
    @Nullable Control order,
    int untrusted,
    @Nullable String objection)
    implements Report {

  static ModelsReport of(Pipeline pipeline, ModelsNow now) {
    return new ModelsReport(
        pipeline.name(), now.selection(), now.order(), now.untrusted(), now.objection());
  }

  @Override
  public void text(PrintWriter out) {
    KnownVersion inService = selection.inService();
    int count = selection.versions().size();
    out.println(
        pipeline
            + ": "
            + (count == 1 ? "1 version" : count + " versions")
            + (inService == null ? ", none answers" : ", " + inService.version() + " answers"));
    if (order != null) {
      out.println(
          "last order: "
              + order.getCommand().toString().toLowerCase(Locale.ROOT)
              + (selection.ordered() == null ? "" : " " + selection.ordered())
              + " by "
              + Texts.printable(order.getWho())
              + ", "
              + Report.time(order.getAt())
              + (order.getWhy().isEmpty() ? "" : ": " + Texts.printable(order.getWhy())));
    }
    ModelVersion ordered = selection.ordered();
    if (ordered != null && selection.find(ordered) == null) {
      out.println("version " + ordered + " is not kept: until it comes, the newest answers");
    }
    if (objection != null) {
      out.println(
          "left out "
              + (untrusted == 1 ? "1 record" : untrusted + " records")
              + " of the topic, the last: "
              + Texts.printable(objection));
    }
    if (count > 0) {
      out.printf(
          Locale.ROOT,
          "%n  %-16s %-20s %-20s %10s%n",
          "version",
          "learned until",
          "published (UTC)",
          "size");
      for (KnownVersion known : selection.versions()) {
        out.println(row(known, inService).stripTrailing());
      }
    }
  }

  private String row(KnownVersion known, @Nullable KnownVersion inService) {
    boolean answers = known.equals(inService);
    return String.format(
        Locale.ROOT,
        "%s %-16s %-20s %-20s %10s%s",
        answers ? "*" : " ",
        known.version(),
        known.learnedUntil() == null ? "–" : Report.time(known.learnedUntil()),
        Report.time(known.publishedAt()),
        Report.size(known.size()),
        !selection.fits(known) ? " foreign" : answers && isPinned() ? " pinned" : "");
  }

  private boolean isPinned() {
    return selection.order() instanceof Order.Pin;
  }

  @Override
  public void json(JsonGenerator out) throws IOException {
    KnownVersion inService = selection.inService();
    out.writeStringField("pipeline", pipeline);
    out.writeStringField("inService", inService == null ? null : inService.version().toString());
    out.writeBooleanField("pinned", isPinned());
    if (order != null) {
      out.writeObjectFieldStart("order");
      out.writeStringField("command", order.getCommand().toString());
      out.writeStringField("who", order.getWho());
      out.writeStringField("why", order.getWhy());
      out.writeStringField("at", Report.iso(order.getAt()));
      ModelVersion ordered = selection.ordered();
      if (ordered != null) {
        out.writeStringField("version", ordered.toString());
      }
      out.writeEndObject();
    }
    out.writeNumberField("untrusted", untrusted);
    out.writeArrayFieldStart("versions");
    for (KnownVersion known : selection.versions()) {
      out.writeStartObject();
      version(known, selection, out);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  /** The fields of a version. */
  static void version(KnownVersion known, Selection selection, JsonGenerator out)
      throws IOException {
    out.writeStringField("version", known.version().toString());
    Long learnedUntil = known.learnedUntil();
    out.writeStringField("learnedUntil", learnedUntil == null ? null : Report.iso(learnedUntil));
    out.writeStringField("publishedAt", Report.iso(known.publishedAt()));
    out.writeNumberField("bytes", known.size());
    out.writeStringField("fingerprint", known.fingerprint());
    out.writeBooleanField("inService", known.equals(selection.inService()));
  }
}

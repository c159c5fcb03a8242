package io.tidemill.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidemill.replay.Replay;
import io.tidemill.replay.ReplaySummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;

/** What became of a replay. */
record ReplayReport(Replay replay, ReplaySummary summary) implements Report {

  @Override
  public void text(PrintWriter out) {
    Report.line(out, "model", replay.model().version().toString());
    if (summary.first() != null && summary.last() != null) {
      Report.line(
          out, "answers", Report.time(summary.first()) + " to " + Report.time(summary.last()));
    }
    Report.line(out, "predictions", number(summary.predicted()));
    Report.line(out, "unscored", number(summary.unscored()) + "  late " + number(summary.late()));
    Report.line(
        out, "alerts", number(summary.alerts()) + "  incidents " + number(summary.incidents()));
    Report.line(out, "dead letters", number(summary.deadLetters()));
    Report.line(
        out,
        "events",
        number(summary.events())
            + ", of them "
            + number(summary.warmUp())
            + " to warm up; "
            + number(Math.round(summary.eventsPerSecond()))
            + "/s");
  }

  @Override
  public void json(JsonGenerator out) throws IOException {
    out.writeStringField("pipeline", replay.pipeline().name());
    out.writeStringField("model", replay.model().version().toString());
    out.writeStringField("first", summary.first() == null ? null : Report.iso(summary.first()));
    out.writeStringField("last", summary.last() == null ? null : Report.iso(summary.last()));
    out.writeNumberField("predictions", summary.predicted());
    out.writeNumberField("unscored", summary.unscored());
    out.writeNumberField("late", summary.late());
    out.writeNumberField("alerts", summary.alerts());
    out.writeNumberField("incidents", summary.incidents());
    out.writeNumberField("deadLetters", summary.deadLetters());
    out.writeNumberField("events", summary.events());
    out.writeNumberField("warmUpEvents", summary.warmUp());
    out.writeNumberField("seconds", summary.seconds());
    out.writeNumberField("eventsPerSecond", summary.eventsPerSecond());
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}

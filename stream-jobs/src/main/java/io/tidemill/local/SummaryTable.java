package io.tidemill.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The summary of a run as people read it. */
final class SummaryTable {

  private SummaryTable() {}

  /**
   * @param horizons steps ahead of the forecasts; none: they are something else
   */
  static List<String> of(Summary summary, List<Integer> horizons) {
    List<String> lines = new ArrayList<>();
    row(
        lines,
        "events",
        Texts.count(summary.events())
            + " in "
            + Texts.fixed(summary.seconds(), 1)
            + " s, "
            + Texts.count(Math.round(summary.eventsPerSecond()))
            + "/s");
    row(
        lines,
        "answered",
        Texts.count(summary.predictions())
            + " predictions, "
            + Texts.count(summary.unscored())
            + " unscored, "
            + Texts.count(summary.deadLetters())
            + " dead letters, "
            + Texts.count(summary.unanswered())
            + " without an answer; "
            + Texts.count(summary.late())
            + " late");
    row(lines, "latency", Texts.percentiles(summary.latencyMs()) + "  (event to prediction)");
    row(
        lines,
        "freshness",
        Texts.percentiles(summary.freshnessMs()) + "  (outcome to a prediction that learned it)");
    row(lines, "models", Texts.count(summary.modelVersions()) + " versions");
    if (summary.drifts().count() > 0) {
      row(lines, "changes", Texts.count(summary.drifts().count()) + " found in the stream");
      for (Drifts.Drift drift : summary.drifts().newest()) {
        row(lines, "", Texts.eventTime(drift.time()) + " " + drift.text());
      }
    }
    if (summary.quality() instanceof ForecastError error) {
      row(lines, error.title(), error(error.online(), error.naive(), error.ratio()));
      for (int h = 0; horizons.size() > 1 && h < horizons.size(); h++) {
        double online = error.onlineByHorizon().get(h);
        double naive = error.naiveByHorizon().get(h);
        row(lines, "  " + horizons.get(h) + " ahead", error(online, naive, online / naive));
      }
    } else if (summary.quality() instanceof ClassAgreement agreement) {
      row(
          lines,
          agreement.title(),
          Texts.fixed(agreement.online(), 4)
              + ", "
              + Texts.naives(agreement, 4, " ", ", ")
              + "  (second half)");
    }
    if (!summary.evaluations().text().isEmpty()) {
      row(lines, "in service", summary.evaluations().text() + "  (as it fades, by the learner)");
    }
    IncidentCounts.Judged judged = summary.incidents().judged();
    String raised = Texts.count(summary.incidents().raised()) + " raised";
    if (judged == null) {
      row(lines, "incidents", raised);
    } else {
      row(
          lines,
          "incidents",
          raised
              + ": "
              + judged.trueIncidents()
              + " true, "
              + judged.falseIncidents()
              + " false; of "
              + (judged.found() + judged.missed())
              + " faults "
              + judged.missed()
              + " missed");
      row(
          lines,
          "",
          "precision "
              + Texts.fixed(judged.precision(), 2)
              + ", recall "
              + Texts.fixed(judged.recall(), 2));
    }
    return lines;
  }

  private static void row(List<String> lines, String label, String value) {
    lines.add(String.format(Locale.ROOT, "  %-15s %s", label, value));
  }

  private static String error(double online, double naive, double ratio) {
    return Texts.fixed(online, 4)
        + ", last value "
        + Texts.fixed(naive, 4)
        + ", ratio "
        + Texts.fixed(ratio, 3)
        + "  (second half, standard deviations)";
  }
}

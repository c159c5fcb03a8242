package io.tidemill.local;

import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.Contribution;
import io.tidemill.schema.message.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * The screen of a run as lines of text.
 *
 * @param title what runs
 * @param limit for how long, as the heading says it; empty: until it is stopped
 * @param width columns
 * @param height lines
 */
record ScreenLayout(String title, String limit, int width, int height) {

  private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  private static final AttributedStyle FAINT = PLAIN.faint();
  private static final AttributedStyle BOLD = PLAIN.bold();
  private static final AttributedStyle GOOD = PLAIN.foreground(AttributedStyle.GREEN);
  private static final AttributedStyle BAD = PLAIN.foreground(AttributedStyle.RED);
  private static final AttributedStyle HEADING = BOLD.foreground(AttributedStyle.CYAN);
  private static final String BARS = "▁▂▃▄▅▆▇█";
  private static final int LABEL = 15;
  private static final int HALF = 44;

  /**
   * @param perSecond events answered lately
   * @param now by the clock, milliseconds
   */
  List<AttributedString> lines(Progress progress, double perSecond, long now) {
    Summary soFar = progress.soFar();
    List<AttributedString> lines = new ArrayList<>();
    lines.add(heading(soFar));
    lines.add(AttributedString.EMPTY);
    lines.add(
        pair(
            "events",
            Texts.count(soFar.events()) + "  " + Texts.count(Math.round(perSecond)) + "/s",
            "event time",
            Texts.eventTime(progress.eventTime())));
    lines.add(
        pair(
            "latency",
            Texts.percentiles(soFar.latencyMs()),
            "freshness",
            Texts.percentiles(soFar.freshnessMs())));
    lines.add(
        pair(
            "model",
            Texts.model(progress, now),
            "published",
            Texts.count(soFar.modelVersions()) + "  refused " + Texts.count(progress.refused())));
    lines.add(
        pair(
            "unscored",
            Texts.count(soFar.unscored()) + "  late " + Texts.count(soFar.late()),
            "dead letters",
            Texts.count(soFar.deadLetters())));
    lines.add(AttributedString.EMPTY);
    Quality quality = soFar.quality();
    if (quality != null) {
      lines.add(quality(quality, progress.course()));
    }
    if (!soFar.evaluations().text().isEmpty()) {
      lines.add(
          labelled(line(), "in service").append(soFar.evaluations().text()).toAttributedString());
    }
    addIncidents(lines, soFar.incidents());
    lines.add(AttributedString.EMPTY);
    addOpen(lines, progress.open());
    while (lines.size() < height - 1) {
      lines.add(AttributedString.EMPTY);
    }
    lines.add(line().styled(FAINT, " Ctrl-C ends the run with its summary").toAttributedString());
    return lines.stream().map(line -> line.columnSubSequence(0, width)).toList();
  }

  private AttributedString heading(Summary soFar) {
    String elapsed = Texts.clock(soFar.seconds()) + (limit.isEmpty() ? "" : " of " + limit);
    int gap = Math.max(1, width - 11 - title.length() - elapsed.length() - 1);
    return line()
        .styled(HEADING, " Tidemill ")
        .append(" " + title)
        .append(" ".repeat(gap))
        .styled(BOLD, elapsed)
        .toAttributedString();
  }

  private static AttributedString pair(
      String label, String value, String otherLabel, String otherValue) {
    AttributedStringBuilder line = line();
    labelled(line, label).append(value);
    line.append(" ".repeat(Math.max(2, HALF - line.columnLength())));
    line.styled(FAINT, String.format(Locale.ROOT, "%-13s", otherLabel)).append(otherValue);
    return line.toAttributedString();
  }

  private static AttributedStringBuilder labelled(AttributedStringBuilder line, String label) {
    return line.styled(FAINT, String.format(Locale.ROOT, " %-" + LABEL + "s", label));
  }

  private AttributedString quality(Quality quality, List<? extends Quality> course) {
    AttributedStringBuilder line = line();
    labelled(line, quality.title());
    AttributedStyle style = quality.ratio() < 1 ? GOOD : quality.ratio() >= 1 ? BAD : PLAIN;
    line.styled(style.bold(), Texts.fixed(quality.online(), 3));
    line.append("  ").append(Texts.naives(quality, 3, " ", "  "));
    line.append("  ratio ").styled(style, Texts.fixed(quality.ratio(), 2)).append("  ");
    course
        .subList(Math.max(0, course.size() - 32), course.size())
        .forEach(part -> line.styled(part.ratio() < 1 ? GOOD : BAD, bar(part.ratio())));
    return line.toAttributedString();
  }

  /** A bar as high as the ratio of the errors, the full height being 1.2. */
  private static String bar(double ratio) {
    if (Double.isNaN(ratio)) {
      return " ";
    }
    int level = (int) Math.min(BARS.length() - 1, ratio / 1.2 * BARS.length());
    return BARS.substring(level, level + 1);
  }

  private static void addIncidents(List<AttributedString> lines, IncidentCounts counts) {
    IncidentCounts.Judged judged = counts.judged();
    String raised = Texts.count(counts.raised()) + " raised";
    if (judged == null) {
      lines.add(pair("incidents", raised, "", ""));
      return;
    }
    lines.add(
        pair(
            "incidents",
            raised + ": " + judged.trueIncidents() + " true, " + judged.falseIncidents() + " false",
            "precision",
            Texts.fixed(judged.precision(), 2)));
    lines.add(
        pair(
            "faults",
            judged.found() + " found, " + judged.missed() + " missed",
            "recall",
            Texts.fixed(judged.recall(), 2)));
  }

  private void addOpen(List<AttributedString> lines, List<Incident> open) {
    lines.add(
        line()
            .styled(HEADING, " Open incidents ")
            .append(open.isEmpty() ? "none" : Texts.count(open.size()))
            .toAttributedString());
    if (open.isEmpty()) {
      return;
    }
    int keyWidth = open.stream().mapToInt(incident -> incident.key().length()).max().orElse(0);
    keyWidth = Math.max(3, Math.min(20, keyWidth));
    String columns = " %-" + keyWidth + "." + keyWidth + "s  %-12s  %-8s  %5s  ";
    lines.add(
        line()
            .styled(FAINT, String.format(columns, "key", "since", "evidence", "grade"))
            .styled(FAINT, "observed (expected)")
            .toAttributedString());
    int room = Math.max(0, height - 1 - lines.size());
    int shown = open.size() <= room ? open.size() : Math.max(0, room - 1);
    for (Incident incident : open.subList(0, shown)) {
      Alert telling = incident.telling();
      lines.add(
          line()
              .styled(
                  BOLD,
                  String.format(
                      Locale.ROOT,
                      columns,
                      Texts.printable(incident.key()),
                      Texts.dayAndHour(incident.start()),
                      telling.getEvidence().name().toLowerCase(Locale.ROOT),
                      Texts.fixed(telling.getGrade(), 2)))
              .append(readings(telling, width - 35 - keyWidth))
              .toAttributedString());
    }
    if (shown < open.size()) {
      lines.add(
          line().styled(FAINT, " and " + (open.size() - shown) + " more").toAttributedString());
    }
  }

  /** As many readings as fit, the most telling first. */
  private static String readings(Alert alert, int room) {
    if (alert.getEvidence() == Evidence.SILENCE) {
      return "no events";
    }
    StringBuilder readings = new StringBuilder();
    for (Contribution contribution : alert.getContributions()) {
      String reading = reading(contribution, alert.getEvidence());
      if (readings.length() + reading.length() > room - 2) {
        return readings.append(" …").toString();
      }
      readings.append(readings.isEmpty() ? "" : "  ").append(reading);
    }
    return readings.toString();
  }

  private static String reading(Contribution contribution, Evidence evidence) {
    Double observed = contribution.getObserved();
    Double expected = contribution.getExpected();
    String reading =
        contribution.getFeature() + " " + (observed == null ? "–" : Texts.reading(observed));
    if (evidence == Evidence.STUCK) {
      return reading + " again";
    }
    return expected == null ? reading : reading + " (" + Texts.reading(expected) + ")";
  }

  private static AttributedStringBuilder line() {
    return new AttributedStringBuilder();
  }
}

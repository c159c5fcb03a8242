package io.tidemill.online;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tidemill.league.Decision;
import io.tidemill.league.Panel;
import io.tidemill.offline.MetricValues;
import io.tidemill.pipeline.League;
import io.tidemill.pipeline.Pipeline;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a league went: each candidate by itself, and what was decided by which evidence. */
final class LeagueReport {
  private final League league;
  private final List<Score> scores = new ArrayList<>();
  private final List<Decision> decisions = new ArrayList<>();

  private @Nullable Panel panel;

  /** Of a league not played yet. */
  LeagueReport(League league, Pipeline pipeline, Span span) throws IOException {
    this.league = league;
    for (int i = 0; i < league.candidates().size(); i++) {
      scores.add(Score.of(pipeline, span));
    }
  }

  void candidate(int index, Answer answer) {
    scores.get(index).add(answer);
  }

  void decision(Decision decision) {
    decisions.add(decision);
  }

  /** Takes the standings at the end. */
  void end(Panel panel) {
    this.panel = panel;
  }

  private Panel panel() {
    if (panel == null) {
      throw new IllegalStateException("the league is still on");
    }
    return panel;
  }

  /** For people. */
  void print(PrintWriter out) {
    Panel panel = panel();
    double[] weights = panel.weights();
    for (int i = 0; i < weights.length; i++) {
      Map.Entry<String, Double> headline = headline(i);
      out.println(
          "%-20s %14s %s%s"
              .formatted(
                  "candidate " + league.candidates().get(i).name(),
                  MetricValues.shown(headline.getValue()),
                  headline.getKey(),
                  state(panel, i, weights[i])));
    }
    decisions.forEach(decision -> out.println(decision.reason()));
  }

  private String state(Panel panel, int candidate, double weight) {
    if (!panel.isLeft(candidate)) {
      return " until it was dropped";
    }
    String counts = ", counts for " + MetricValues.shown(weight);
    return candidate == panel.leader() ? counts + ", leads" : counts;
  }

  private Map.Entry<String, Double> headline(int candidate) {
    Map<String, Double> metrics = scores.get(candidate).metrics();
    String name = metrics.containsKey("accuracy") ? "accuracy" : "mae";
    return Map.entry(name, metrics.getOrDefault(name, Double.NaN));
  }

  /** For programs: the field {@code league} of the open object. */
  void write(JsonGenerator out) throws IOException {
    Panel panel = panel();
    double[] weights = panel.weights();
    out.writeObjectFieldStart("league");
    out.writeStringField("leader", league.candidates().get(panel.leader()).name());
    out.writeArrayFieldStart("candidates");
    for (int i = 0; i < weights.length; i++) {
      out.writeStartObject();
      out.writeStringField("name", league.candidates().get(i).name());
      out.writeBooleanField("dropped", !panel.isLeft(i));
      MetricValues.write(Map.of("weight", weights[i]), out);
      MetricValues.write(scores.get(i).metrics(), out);
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("decisions");
    for (Decision decision : decisions) {
      out.writeStartObject();
      out.writeStringField("kind", decision.kind().name().toLowerCase(Locale.ROOT));
      out.writeStringField("candidate", decision.candidate());
      out.writeNumberField("outcomes", decision.outcomes());
      out.writeNumberField("time", decision.time());
      out.writeNumberField("loss", decision.loss());
      out.writeStringField("rival", decision.rival());
      out.writeNumberField("rivalLoss", decision.rivalLoss());
      out.writeNumberField("errors", decision.errors());
      out.writeStringField("reason", decision.reason());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }
}

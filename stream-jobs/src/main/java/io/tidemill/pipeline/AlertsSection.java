package io.tidemill.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemill.anomaly.BudgetThreshold;
import io.tidemill.anomaly.FixedThreshold;
import io.tidemill.anomaly.IncidentPolicy;
import io.tidemill.anomaly.ResidualScorer;
import io.tidemill.anomaly.SurpriseThreshold;
import io.tidemill.anomaly.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The keys of {@code alerts}. */
final class AlertsSection extends Section<AlertsSection.Declared> {

  /**
   * Alerts before the number of readings is known.
   *
   * @param score null: none
   */
  record Declared(
      PermittedRecords.@Nullable Declared<ResidualScorer> score,
      Threshold threshold,
      @Nullable Threshold stuck,
      @Nullable Duration silentAfter,
      IncidentPolicy incident) {

    /** The alerts, or null when a problem was reported because the scorer refuses its values. */
    @Nullable Alerts of(int readings) {
      if (score == null) {
        return new Alerts(null, threshold, stuck, silentAfter, incident);
      }
      ResidualScorer scorer = score.make(Map.of("targets", readings));
      return scorer == null ? null : new Alerts(scorer, threshold, stuck, silentAfter, incident);
    }
  }

  private record Score(PermittedRecords.@Nullable Declared<ResidualScorer> declared) {}

  private record Stuck(@Nullable Threshold threshold) {}

  private static final Key<Score> SCORE =
      Key.optional(
          "score",
          new ScoreShape(),
          "residual",
          "residual: readings far from their forecast, or inputs from what they are rebuilt as;"
              + " none: neither raises alerts.");
  private static final Key<Threshold> THRESHOLD =
      Key.optional(
          "threshold",
          new PermittedRecords<>(
                  "Threshold",
                  List.<Class<? extends Threshold>>of(BudgetThreshold.class, FixedThreshold.class),
                  Components.ANY,
                  Set.of())
              .made(),
          "{budget: 1 per day}",
          "budget: false alarms that are granted per key, such as 1 per day of event time; fixed:"
              + " the same score for all.");
  private static final Key<Stuck> STUCK =
      Key.optional(
          "stuck",
          new StuckShape(),
          "false",
          "Whether a sensor that repeats itself more often than is usual raises an alert; {budget:"
              + " 1 per week} says how often in vain (1 per day).");
  private static final Key<Duration> SILENT =
      Key.optional("silent", new SilentSection(), "Alerts of keys whose events stay away.");
  private static final Key<IncidentPolicy> INCIDENT =
      Key.optional(
          "incident", new IncidentSection(), "{}", "Which alerts of a key belong together.");

  AlertsSection() {
    super(List.of(SCORE, THRESHOLD, STUCK, SILENT, INCIDENT));
  }

  @Override
  Declared build(Values values) {
    return new Declared(
        values.get(SCORE).declared(),
        values.get(THRESHOLD),
        values.get(STUCK).threshold(),
        values.find(SILENT),
        values.get(INCIDENT));
  }

  private static final class ScoreShape implements Shape<Score> {

    private final PermittedRecords<ResidualScorer> scorers =
        new PermittedRecords<>(
            "Scorer", List.of(ResidualScorer.class), Components.ANY, Set.of("targets"));

    @Override
    public @Nullable Score read(Place place) {
      String text = place.scalar(Tag.STR);
      if ("none".equals(text)) {
        return new Score(null);
      }
      if (text != null && !scorers.names().contains(text)) {
        List<String> allowed = new ArrayList<>(scorers.names());
        allowed.add("none");
        place.problem(Suggestion.unknown("name", text, allowed));
        return null;
      }
      PermittedRecords.Declared<ResidualScorer> scorer = scorers.read(place);
      return scorer == null ? null : new Score(scorer);
    }

    @Override
    public ObjectNode schema() {
      return Json.anyOf(List.of(Json.oneOf(List.of("none")), scorers.schema()));
    }
  }

  private static final class StuckShape implements Shape<Stuck> {

    private static final Threshold USUAL = new SurpriseThreshold(1, Duration.ofDays(1).toMillis());
    private final Variants<Stuck> variants =
        new Variants<>(
            Scalars.map(Scalars.FLAG, flag -> new Stuck(flag ? USUAL : null)),
            List.of(new BudgetSection()));

    @Override
    public @Nullable Stuck read(Place place) {
      return variants.read(place);
    }

    @Override
    public ObjectNode schema() {
      return variants.schema();
    }
  }

  private static final class BudgetSection extends Section<Stuck> {

    private static final Key<Durations.Rate> BUDGET =
        Key.required("budget", Durations.Rate.SHAPE, "false alarms that are granted per key");

    private BudgetSection() {
      super(List.of(BUDGET));
    }

    @Override
    Stuck build(Values values) {
      Durations.Rate rate = values.get(BUDGET);
      return new Stuck(new SurpriseThreshold(rate.times(), rate.period().toMillis()));
    }
  }

  private static final class SilentSection extends Section<Duration> {

    private static final Key<Duration> AFTER =
        Key.required(
            "after", Durations.atLeast("1ms"), "how long a key may be without events (event time)");

    private SilentSection() {
      super(List.of(AFTER));
    }

    @Override
    Duration build(Values values) {
      return values.get(AFTER);
    }
  }

  private static final class IncidentSection extends Section<IncidentPolicy> {

    private static final Key<Duration> QUIET =
        Key.optional(
            "quiet",
            Durations.atLeast("1ms"),
            "1h",
            "An incident ends when no alert has come for this long (event time).");

    private IncidentSection() {
      super(List.of(QUIET));
    }

    @Override
    IncidentPolicy build(Values values) {
      return new IncidentPolicy(values.get(QUIET).toMillis());
    }
  }
}

package io.tidemill.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemill.drift.DriftDetector;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/**
 * {@code drift: adwin}, {@code {page-hinkley: 40}} or a mapping that also says what is watched and
 * what is done.
 */
final class DriftShape implements Shape<DriftShape.Declared> {
  private static final Shape<DriftDetector> DETECTORS =
      PermittedRecords.of(DriftDetector.class, Components.ANY, Set.of("seed")).made();

  private static final Key<DriftDetector> DETECTOR =
      Key.optional(
          "detector",
          DETECTORS,
          "adwin",
          "What tells a change: adwin, page-hinkley and kswin of any numbers, ddm and eddm of"
              + " errors.");
  private static final Key<Drift.On> ON =
      Key.optional(
          "on",
          Kebab.oneOf(Drift.On.class),
          "What it looks at: the loss of each sequence before it is learned, whether its class was"
              + " an error, or every observed column of the features. Without it errors where the"
              + " detector is of these, else the loss.");
  private static final Key<List<Drift.Reaction>> THEN =
      Key.optional(
          "then",
          Lists.oneOrMore(
              PermittedRecords.of(Drift.Reaction.class, Components.ANY, Set.of()).made(), 8),
          "What is done about a change: raise-rate, reset-optimizer, forget-buffer, challenge, or"
              + " only tell. Without it what pipelines/README.md says.");

  private final Section<Declared> section = new DriftSection();

  /**
   * A look at changes before the task is known.
   *
   * @param on null: what suits the detector
   * @param then null: what is usual
   */
  record Declared(
      DriftDetector detector,
      Drift.@Nullable On on,
      @Nullable List<Drift.Reaction> then,
      Place place) {

    /** The look at changes of a learner. */
    Drift of(Learn learn) {
      Drift.On watched = on;
      if (watched == null) {
        watched = detector.isOfErrors() ? Drift.On.ERROR : Drift.On.LOSS;
      }
      return new Drift(detector, watched, then == null ? Drift.usual(learn) : then);
    }
  }

  private static final class DriftSection extends Section<Declared> {
    private DriftSection() {
      super(List.of(DETECTOR, ON, THEN));
    }

    @Override
    Declared build(Values values) {
      return new Declared(
          values.get(DETECTOR), values.find(ON), values.find(THEN), values.place(DETECTOR));
    }
  }

  @Override
  public @Nullable Declared read(Place place) {
    if (place.node() instanceof MappingNode mapping
        && mapping.getValue().stream()
            .map(Section::name)
            .anyMatch(List.of(DETECTOR.name(), ON.name(), THEN.name())::contains)) {
      return section.read(place);
    }
    DriftDetector detector = DETECTORS.read(place);
    return detector == null ? null : new Declared(detector, null, null, place);
  }

  @Override
  public ObjectNode schema() {
    return Json.anyOf(List.of(DETECTORS.schema(), section.schema()));
  }
}

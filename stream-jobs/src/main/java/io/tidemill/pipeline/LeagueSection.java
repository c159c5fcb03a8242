package io.tidemill.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemill.feature.Classification;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Forecast;
import io.tidemill.feature.Task;
import io.tidemill.pipeline.League.Candidate;
import io.tidemill.pipeline.League.Combination;
import io.tidemill.snapshot.ModelSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The keys of {@code league}. */
final class LeagueSection extends Section<LeagueSection.Declared> {

  private static final int MOST = 31;
  private static final String AUTO = "auto";

  private static final Key<Listed> CANDIDATES =
      Key.optional(
          "candidates",
          new CandidatesShape(),
          AUTO,
          "Models beside the pipeline's own, each with what it has another way; auto makes them:"
              + " see pipelines/README.md.");
  private static final Key<Combination> COMBINE =
      Key.optional(
          "combine",
          Kebab.oneOf(Combination.class),
          "stack",
          "How their answers become one: hedge weighs them by how well they have done of late, stack"
              + " learns a regression on them.");
  private static final Key<Integer> FIRST =
      Key.optional(
          "first-round",
          Scalars.size(8, 1_000_000_000),
          "2000",
          "After how many outcomes the first candidates may be dropped; each round is as long as all"
              + " before it.");
  private static final Key<Integer> KEEP =
      Key.optional("keep", Scalars.size(1, MOST + 1), "4", "How many always stay.");

  LeagueSection() {
    super(List.of(CANDIDATES, COMBINE, FIRST, KEEP));
  }

  /** {@code auto}, or a section. */
  static Shape<Declared> shape() {
    Shape<Declared> auto =
        Scalars.map(
            Kebab.oneOf(Map.of(AUTO, AUTO)),
            name -> new Declared(new Listed(null), Combination.STACK, 2000, 4));
    return new Variants<>(auto, List.of(new LeagueSection()));
  }

  /**
   * Candidates as written.
   *
   * @param candidates null: auto
   */
  record Listed(@Nullable List<CandidateSection.Declared> candidates) {}

  /** Either {@code auto} or a list. */
  private static final class CandidatesShape implements Shape<Listed> {
    private final Shape<List<CandidateSection.Declared>> list =
        Lists.of(new CandidateSection(), MOST);

    @Override
    public @Nullable Listed read(Place place) {
      String text = place.scalar(Tag.STR);
      if (text != null && !text.equals(AUTO)) {
        place.problem(Suggestion.unknown("value", text, Set.of(AUTO)));
        return null;
      }
      if (text != null) {
        return new Listed(null);
      }
      List<CandidateSection.Declared> candidates = list.read(place);
      return candidates == null ? null : new Listed(candidates);
    }

    @Override
    public ObjectNode schema() {
      return Json.anyOf(List.of(Json.oneOf(List.of(AUTO)), list.schema()));
    }
  }

  @Override
  void check(Values values) {
    Listed listed = values.find(CANDIDATES);
    Set<String> names = new HashSet<>(Set.of(League.OWN));
    if (listed != null && listed.candidates() != null) {
      for (CandidateSection.Declared candidate : listed.candidates()) {
        if (!names.add(candidate.name())) {
          values.problem(
              CANDIDATES,
              "the name '" + candidate.name() + "' is taken; own is the pipeline's own model");
        }
      }
    }
  }

  @Override
  Declared build(Values values) {
    return new Declared(
        values.get(CANDIDATES), values.get(COMBINE), values.get(FIRST), values.get(KEEP));
  }

  /** A league before its candidates are read. */
  record Declared(Listed listed, Combination combine, int first, int keep) {

    /**
     * The league, or null when a problem was reported instead.
     *
     * @param file the whole of it
     */
    @Nullable League of(MappingNode file, ModelSpec own, Learn learn, Place place) {
      if (!(own.task() instanceof Classification || own.task() instanceof Forecast)) {
        place.problem("a league goes with task: forecast or classify");
        return null;
      }
      List<Candidate> candidates = new ArrayList<>(List.of(new Candidate(League.OWN, own, learn)));
      List<CandidateSection.Declared> written = listed.candidates();
      if (written == null) {
        for (CandidateSection.Declared made : AutoCandidates.of(file, own)) {
          Candidate candidate = read(made, file, own, new Place(place.node(), "", new Problems()));
          if (candidate != null) { // one that does not go with the rest is left out
            candidates.add(candidate);
          }
        }
      } else {
        int before = place.problems().count();
        for (int i = 0; i < written.size(); i++) {
          Candidate candidate =
              read(written.get(i), file, own, place.child("candidates[" + i + "]", place.node()));
          if (candidate != null) {
            candidates.add(candidate);
          }
        }
        if (place.problems().count() > before) {
          return null;
        }
      }
      return new League(candidates, combine, first, Math.min(keep, candidates.size()));
    }

    private static @Nullable Candidate read(
        CandidateSection.Declared declared, MappingNode file, ModelSpec own, Place place) {
      PipelineSection.Parts parts =
          new PipelineSection().read(new Place(declared.over(file), place.key(), place.problems()));
      if (parts == null) {
        return null;
      }
      ModelSpec read = parts.model();
      List<String> fields = new ArrayList<>(read.features().fields());
      fields.removeAll(own.features().fields());
      if (!fields.isEmpty()) {
        place.problem(
            "candidate '%s' reads %s, which the pipeline's own features do not: add them there"
                .formatted(declared.name(), fields));
        return null;
      }
      FeatureSchema features =
          new FeatureSchema(own.features().fields(), read.features().featurizers());
      if (features.numbersWidth() != own.features().numbersWidth()) {
        place.problem(
            "candidate '%s' leaves out a field of several numbers, or reads it as one"
                .formatted(declared.name()));
        return null;
      }
      Task task = read.task();
      return new Candidate(
          declared.name(), new ModelSpec(read.name(), features, read.model(), task), parts.learn());
    }
  }
}

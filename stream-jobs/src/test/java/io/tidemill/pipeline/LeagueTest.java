package io.tidemill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.ensemble.ClassHedge;
import io.tidemill.ensemble.ClassStacking;
import io.tidemill.feature.Featurizer;
import io.tidemill.optimizer.Adam;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeagueTest {
  private static final String SIDES =
      """
      name: sides
      events: {topic: t, key: pump, time: record-timestamp}
      features: [number: [x, y], quantile: x, context: y]
      model: {task: classify, label: side, classes: 2, past-labels: {}, layers: [dense: 8, dense]}
      learn: {optimizer: {adam: {rate: 0.004}}, batch: 8, fresh: 2, recent: 2, replay: 100}
      league: auto
      """;

  private static League league(String text) {
    return Objects.requireNonNull(PipelineFile.parse("p.yaml", text).league());
  }

  private static League.Candidate candidate(League league, String name) {
    return league.candidates().stream().filter(one -> one.name().equals(name)).findFirst().get();
  }

  @Test
  void autoMakesARawNetworkAndALinearModelAndOthers() {
    League league = league(SIDES);
    assertThat(league.candidates())
        .extracting(League.Candidate::name)
        .containsExactly("own", "plain", "raw", "memory", "patient");
    assertThat(candidate(league, "plain").model().network().layers()).hasSize(1);
    assertThat(candidate(league, "plain").model().features().featurizers())
        .extracting(Featurizer::name)
        .containsExactly("x", "y", "side.past", "side");
    assertThat(candidate(league, "raw").model().features().featurizers())
        .extracting(Featurizer::name)
        .containsExactly("x", "y", "x.quantile", "side.past", "side");
    assertThat(candidate(league, "memory").model().network().stateSize()).isPositive();
    Learn patient = candidate(league, "patient").learn();
    assertThat(patient.optimizer()).isEqualTo(new Adam(0.002));
    assertThat(patient.replay()).isEqualTo(400);
    assertThat(patient.batch()).isEqualTo(8);
    assertThat(league.combiner()).isInstanceOf(ClassStacking.class);
  }

  @Test
  void aLeagueWithoutCandidatesOfItsOwnIsAuto() {
    League league = league(SIDES.replace("auto", "{combine: hedge}"));
    assertThat(league.candidates()).hasSize(5);
    assertThat(league.combiner()).isInstanceOf(ClassHedge.class);
  }

  @Test
  void allLearnFromAnotherSeedAndOneMayPlayAlone() {
    Pipeline pipeline = PipelineFile.parse("p.yaml", SIDES);
    League other = Objects.requireNonNull(pipeline.withSeed(7).league());
    assertThat(other.candidates()).allMatch(candidate -> candidate.learn().seed() == 7);
    assertThat(pipeline.alone().league()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "atuo | 6:9: league: unknown value 'atuo', did you mean 'auto'? (allowed: auto)",
        "{combine: mean} | 6:19: league.combine: unknown value 'mean' (allowed: hedge, stack)",
        "{candidates: [{learn: {}}]} | 6:23: league.candidates[0]: 'name' is missing: what the candidate is called",
        "{candidates: [{name: own}]} | 6:22: league.candidates: the name 'own' is taken; own is the pipeline's own model",
        "{candidates: [{name: a, modle: {}}]} | 6:33: league.candidates[0]: unknown key 'modle', did you mean 'model'? (allowed: name, features, model, learn)",
        "{candidates: [{name: a, model: {task: classify}}]} | 6:41: league.candidates[0].model: unknown key 'task' (allowed: layers, past-labels)",
        "{candidates: [{name: a, model: {layers: [gru, dense]}}]} | 6:50: league.candidates[0].model.layers[0].gru: 'hidden-size' is missing",
        "{candidates: [{name: a, learn: {recent: 7}}]} | 5:8: league.candidates[0].learn: recent is 7: must be 0 to 6, as they are of the batch without the fresh ones and are kept for replay",
        "{candidates: [{name: a, learn: {optimiser: adam}}]} | 6:41: league.candidates[0].learn: unknown key 'optimiser', did you mean 'optimizer'? (allowed: optimizer, schedule, loss, regularizers, sequence, burn-in, batch, order, fresh, recent, replay, publish-every, keep-versions, averaging, clip-norm, clip-value, initializer, augment, drift, gate, … 21 in all)",
        "{candidates: [{name: a, features: [number: z]}]} | 6:9: league.candidates[0]: candidate 'a' reads [z], which the pipeline's own features do not: add them there",
      })
  void saysWhatIsWrongWithACandidate(String league, String problem) {
    assertThatThrownBy(() -> PipelineFile.parse("p.yaml", SIDES.replace("auto", league)))
        .isInstanceOf(PipelineException.class)
        .hasMessage("p.yaml:" + problem);
  }
}

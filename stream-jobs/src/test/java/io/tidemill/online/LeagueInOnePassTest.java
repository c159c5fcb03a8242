package io.tidemill.online;

import static io.tidemill.online.TestingStreams.event;
import static io.tidemill.online.TestingStreams.sides;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.kafka.Event;
import io.tidemill.league.Decision;
import io.tidemill.pipeline.League;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeagueInOnePassTest {
  private static final String SIDES =
      TestingStreams.SIDES
          + """
      league:
        combine: stack
        first-round: 50
        keep: 2
        candidates:
          - {name: plain, features: [number: x], model: {layers: [dense]}}
          - {name: memory, model: {layers: [gru: 4, dense]}, learn: {sequence: 4}}
          - {name: idle, learn: {optimizer: {sgd: 1.0e-9}}}
      """;

  private static Pipeline pipeline(String combine) {
    return PipelineFile.parse("sides.yaml", SIDES.replace("combine: stack", "combine: " + combine));
  }

  private static League league(String combine) {
    return Objects.requireNonNull(pipeline(combine).league());
  }

  /** What was said of every event; by the league, and by each candidate. */
  private static final class Said implements Audience {
    final List<double[]> together = new ArrayList<>();
    final List<List<double[]>> alone = new ArrayList<>();

    @Override
    public void answered(Answer answer) {
      together.add(answer.said());
    }

    @Override
    public void candidate(int index, Answer answer) {
      while (alone.size() <= index) {
        alone.add(new ArrayList<>());
      }
      alone.get(index).add(answer.said());
    }
  }

  private static Said play(League league, List<Event> events, List<Decision> decisions) {
    Said said = new Said();
    OnePass stream = new LeagueInOnePass(league, said, decisions::add);
    events.forEach(stream::accept);
    stream.finish();
    return said;
  }

  /** Changing what comes at an event, its own label among it, changes no answer up to it. */
  @ParameterizedTest
  @ValueSource(strings = {"hedge", "stack"})
  void noAnswerDependsOnItsOwnLabelOrOnWhatComesLater(String combine) {
    List<Event> events = sides(90);
    List<double[]> answers = play(league(combine), events, new ArrayList<>()).together;
    for (int at : new int[] {0, 31, 60}) {
      List<Event> others = new ArrayList<>(events);
      for (int i = at; i < others.size(); i++) {
        Event event = events.get(i);
        double x = i == at ? event.numbers[0] : 3 - event.numbers[0];
        others.set(i, event(event.key, event.time, x, 1 - event.numbers[1]));
      }
      List<double[]> changed = play(league(combine), others, new ArrayList<>()).together;
      assertThat(changed.get(at)).isEqualTo(answers.get(at));
      assertThat(changed.subList(0, at))
          .usingRecursiveComparison()
          .isEqualTo(answers.subList(0, at));
      assertThat(changed.get(89)).isNotEqualTo(answers.get(89));
    }
  }

  /** Events of one time are answered before the class of any of them counts. */
  @Test
  void nothingIsLearnedBeforeEventTimeHasPassedIt() {
    List<Event> events = sides(60);
    List<double[]> answers = play(league("stack"), events, new ArrayList<>()).together;
    List<Event> others = new ArrayList<>(events);
    Event first = events.get(57);
    others.set(57, event(first.key, first.time, first.numbers[0], 1 - first.numbers[1]));
    List<double[]> changed = play(league("stack"), others, new ArrayList<>()).together;
    assertThat(changed).usingRecursiveComparison().isEqualTo(answers);
  }

  @Test
  void aCandidateAnswersAsIfItWereAlone() {
    Pipeline pipeline = pipeline("stack");
    List<Event> events = sides(300);
    List<double[]> alone = new ArrayList<>();
    OnePass own =
        new TestThenTrain(pipeline.model(), pipeline.learn(), answer -> alone.add(answer.said()));
    events.forEach(own::accept);
    own.finish();
    assertThat(play(league("stack"), events, new ArrayList<>()).alone.get(0))
        .usingRecursiveComparison()
        .isEqualTo(alone);
  }

  @Test
  void theRunCanBeRepeatedAndItsDecisionsSayWhy() {
    List<Event> events = sides(600);
    List<Decision> decisions = new ArrayList<>();
    Said said = play(league("stack"), events, decisions);
    List<Decision> again = new ArrayList<>();
    assertThat(play(league("stack"), events, again).together)
        .usingRecursiveComparison()
        .isEqualTo(said.together);
    assertThat(again).isEqualTo(decisions);

    assertThat(decisions)
        .filteredOn(decision -> decision.kind() == Decision.Kind.DROPPED)
        .first()
        .satisfies(
            decision -> {
              assertThat(decision.candidate()).isEqualTo("idle");
              assertThat(decision.outcomes()).isEqualTo(50);
              assertThat(decision.loss()).isGreaterThan(decision.rivalLoss());
              assertThat(decision.errors()).isGreaterThan(3);
              assertThat(decision.reason()).startsWith("idle is dropped after 50 outcomes: loss ");
            });
    assertThat(said.alone.get(3)).hasSizeBetween(50, 60);
    assertThat(said.together).hasSize(600);
  }
}

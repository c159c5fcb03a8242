package io.tidemill.prequential;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.feature.Classification;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Forecast;
import io.tidemill.feature.Missing;
import io.tidemill.feature.NumberFeature;
import io.tidemill.feature.Scale;
import io.tidemill.layer.Dense;
import io.tidemill.network.Network;
import io.tidemill.snapshot.ModelSpec;
import io.tidemill.snapshot.ModelVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PairingTest {
  private static final FeatureSchema NUMBERS =
      new FeatureSchema(
          List.of("flow", "level"),
          List.of(
              new NumberFeature("flow", Missing.LAST, Scale.NONE),
              new NumberFeature("level", Missing.LAST, Scale.NONE)));
  private static final ModelSpec FORECASTS =
      new ModelSpec(
          "pumps",
          NUMBERS,
          Network.of(new Dense(NUMBERS.inputWidth(), 4)),
          new Forecast(List.of("flow", "level"), List.of(1, 3), Forecast.Base.LAST));
  private static final Classification CLASSES =
      new Classification("state", List.of("open", "shut"));

  private final Pairing pairing = Objects.requireNonNull(Pairing.of(FORECASTS));
  private final double[] state = Objects.requireNonNull(pairing.begin());

  /** Flow is ten times the step and level a hundred times; what is said is where it comes from. */
  private Judgement step(int step, ServedAnswer answer) {
    double[] observed = {10 * step, 10 * step, 100 * step, 100 * step};
    return Objects.requireNonNull(
        pairing.pair(new Pairing.Named("k", "e" + step, step), observed, answer, state));
  }

  private static ServedAnswer said(int step, boolean outOfOrder) {
    double[] values = {step + 0.1, step + 0.3, -step - 0.1, -step - 0.3};
    return new ServedAnswer(new ModelVersion(2, step), outOfOrder, values);
  }

  @Test
  void aForecastMeetsWhatItWasAbout() {
    List<Judgement> found = new ArrayList<>();
    for (int step = 0; step < 9; step++) {
      found.add(step(step, said(step, false)));
    }
    assertThat(found.get(0).said()).containsOnly(Double.NaN);
    Judgement second = found.get(2);
    assertThat(second.said()).containsExactly(1.1, Double.NaN, -1.1, Double.NaN);
    assertThat(second.versions()).isEqualTo(Versions.of(new ModelVersion(2, 1)));
    Judgement seventh = found.get(7);
    assertThat(seventh.actual()).containsExactly(70, 700);
    assertThat(seventh.said()).containsExactly(6.1, 4.3, -6.1, -4.3);
    assertThat(seventh.last()).containsExactly(60, 40, 600, 400);
    assertThat(seventh.versions())
        .isEqualTo(new Versions(new ModelVersion(2, 4), new ModelVersion(2, 6)));
    assertThat(seventh.time()).isEqualTo(seventh.knownAt()).isEqualTo(7);
  }

  @Test
  void whatWasNotSaidOrSaidOutOfOrderIsNotJudgedAndCounted() {
    step(0, said(0, false));
    Judgement unscored = step(1, new ServedAnswer(new ModelVersion(2, 1), false, new double[0]));
    assertThat(unscored.unscored()).isTrue();
    assertThat(unscored.said()[0]).as("of the step before").isEqualTo(0.1);
    Judgement outOfOrder = step(2, said(2, true));
    assertThat(outOfOrder.outOfOrder()).isTrue();
    assertThat(outOfOrder.said()).containsOnly(Double.NaN);
    assertThat(step(3, said(3, false)).said())
        .as("one step back out of order, three steps back answered")
        .containsExactly(Double.NaN, 0.3, Double.NaN, -0.3);
    assertThat(step(4, ServedAnswer.NONE).said())
        .containsExactly(3.1, Double.NaN, -3.1, Double.NaN);
  }

  @Test
  void aStateOfOtherForecastsDoesNotFit() {
    assertThat(pairing.fits(state)).isTrue();
    assertThat(pairing.fits(new double[state.length + 1])).isFalse();
    assertThat(pairing.fits(null)).isFalse();
  }

  @Test
  void aClassMeetsTheLabelOfItsEvent() {
    Pairing classes =
        Objects.requireNonNull(
            Pairing.of(
                new ModelSpec(
                    "valves",
                    new FeatureSchema(
                        List.of("state", "flow"),
                        List.of(
                            CLASSES.feature(),
                            new NumberFeature("flow", Missing.LAST, Scale.NONE))),
                    Network.of(new Dense(2, 2)),
                    CLASSES)));
    Pairing.Named event = new Pairing.Named("k", "e", 5);
    ServedAnswer answer = new ServedAnswer(new ModelVersion(1, 7), true, new double[] {0.2, 0.8});

    assertThat(classes.pair(event, new double[] {Double.NaN, 1, 1}, answer, null)).isNull();
    Judgement told =
        Objects.requireNonNull(classes.pair(event, new double[] {1, 1, 1}, answer, null));
    assertThat(told.actual()).containsExactly(1);
    assertThat(told.said()).containsExactly(0.2, 0.8);
    assertThat(told.outOfOrder()).as("it is judged all the same").isTrue();
    Judgement sick =
        Pairing.OfClasses.labelled(
            event,
            new ServedAnswer(new ModelVersion(1, 7), false, new double[] {Double.NaN, 1}),
            0,
            9);
    assertThat(sick.unscored()).as("no number, no answer").isTrue();
    assertThat(sick.knownAt()).isEqualTo(9);
  }
}

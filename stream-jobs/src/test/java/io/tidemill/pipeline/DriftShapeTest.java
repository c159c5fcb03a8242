package io.tidemill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.drift.Adwin;
import io.tidemill.drift.Ddm;
import io.tidemill.drift.Kswin;
import io.tidemill.drift.PageHinkley;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftShapeTest {

  private static @Nullable Drift drift(String learn, boolean classes) {
    String text =
        """
        name: rides
        events: {topic: rides, key: zone, time: {field: at}}
        features:
          - number: count
        model: %s
        learn: {%s}
        """
            .formatted(
                classes
                    ? "{task: classify, label: kind, classes: 2, layers: [dense]}"
                    : "{target: count, layers: [dense]}",
                learn);
    return PipelineFile.parse("rides.yaml", text).learn().drift();
  }

  @Test
  void isNotLookedForUnlessDeclared() {
    assertThat(drift("batch: 8", false)).isNull();
  }

  @Test
  void aNameAloneDoesWhatIsUsual() {
    assertThat(drift("fresh: 2, replay: 100, drift: adwin", false))
        .isEqualTo(
            new Drift(
                new Adwin(),
                Drift.On.LOSS,
                List.of(new Drift.ForgetBuffer(), new Drift.RaiseRate())));
    assertThat(drift("drift: {page-hinkley: 40}", false))
        .isEqualTo(new Drift(new PageHinkley(40), Drift.On.LOSS, List.of(new Drift.RaiseRate())));
    assertThat(drift("optimizer: {ftrl: {rate: 0.1}}, drift: ddm", true))
        .isEqualTo(new Drift(new Ddm(), Drift.On.ERROR, List.of(new Drift.Tell())));
  }

  @Test
  void everythingCanBeSaid() {
    assertThat(
            drift(
                "fresh: 2, replay: 100, drift: {detector: {kswin: {alpha: 1e-4, window: 200,"
                    + " newest: 50}}, on: features, then: [forget-buffer: 5, reset-optimizer,"
                    + " raise-rate: {factor: 3, steps: 100}, challenge: 900, tell]}",
                true))
        .isEqualTo(
            new Drift(
                new Kswin(1e-4, 200, 50, 1),
                Drift.On.FEATURES,
                List.of(
                    new Drift.ForgetBuffer(5),
                    new Drift.ResetOptimizer(),
                    new Drift.RaiseRate(3, 100),
                    new Drift.Challenge(900),
                    new Drift.Tell())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          drift: adwim | false | unknown name 'adwim', did you mean 'adwin'?
          drift: {adwin: 2} | false | adwin.delta is 2.0: must be above 0.0 and below 1.0
          drift: {detector: ddm, on: loss} | true | the detector looks at right and wrong answers: say on: error
          drift: eddm | false | on: error goes with task: classify; say on: loss
          drift: {then: forget-buffer} | false | forget-buffer finds nothing to forget, as there is no replay
          drift: {on: los} | false | unknown value 'los', did you mean 'loss'?
          drift: {then: {challenge: 5}} | false | challenge.sequences is 5: must be at least 200
          drift: {then: {raise-rate: -1}} | false | raise-rate by -1.0 for 500 steps
          drift: {then: raise-rate}, optimizer: {ftrl: {rate: 0.1}} | false | whose rate falls by itself
          drift: {kswin: {seed: 3}} | false | unknown key 'seed'
          """)
  void saysWhatDoesNotGoTogether(String learn, boolean classes, String problem) {
    assertThatThrownBy(() -> drift(learn, classes))
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining(problem)
        .hasMessageContaining("learn.drift");
  }
}

package io.tidemill.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.Golden;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every schedule must hold; a new one is found by its name in {@code permits}. */
class ScheduleTest {
  private static final int STEPS = 200;

  static Stream<Schedule> schedules() {
    return Arrays.stream(Schedule.class.getPermittedSubclasses()).map(ScheduleTest::sample);
  }

  private static Schedule sample(Class<?> type) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents()).map(c -> c.getType()).toArray(Class<?>[]::new);
    Object[] values =
        Arrays.stream(types)
            .map(
                t ->
                    t == int.class
                        ? (Object) 3
                        : t == double.class ? (Object) 0.5 : new ReduceOnPlateau(3, 1, 0.5, 0))
            .toArray();
    try {
      return (Schedule) type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("no sample of " + type + ": add its components' types here", e);
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void staysBetweenNothingAndTheFullLength(Schedule schedule) {
    for (double factor : factors(schedule, new double[schedule.stateSize()], 0, STEPS)) {
      assertThat(factor).isBetween(0.0, 1.0);
    }
    assertThat(schedule.factor(Long.MAX_VALUE / 2, new double[schedule.stateSize()]))
        .isBetween(0.0, 1.0);
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void goesOnFromItsStateToTheBit(Schedule schedule) {
    double[] whole = factors(schedule, new double[schedule.stateSize()], 0, STEPS);
    double[] state = new double[schedule.stateSize()];
    double[] first = factors(schedule, state, 0, 41);
    double[] second = factors(schedule, state.clone(), 41, STEPS);
    assertThat(first).isEqualTo(Arrays.copyOf(whole, 41));
    assertThat(second).isEqualTo(Arrays.copyOfRange(whole, 41, STEPS));
    if (!(schedule instanceof Constant)) {
      assertThat(Arrays.stream(whole).distinct().count()).isGreaterThan(1);
    }
  }

  @Test
  void areThoseOfPyTorch() {
    assertEqual(new Step(7, 0.3), "Step");
    assertEqual(new Exponential(7, 0.3), "Exponential");
    assertEqual(new Cosine(30, 0.1), "Cosine");
    assertEqual(new WarmUp(7), "WarmUp");
    assertEqual(new ReduceOnPlateau(1, 2, 0.5, 0.02), "ReduceOnPlateau");
  }

  private static void assertEqual(Schedule schedule, String name) {
    Golden golden = new Golden("pytorch-optimizer.txt");
    double[] losses = golden.tensor("losses");
    double[] expected = golden.tensor(name);
    double[] state = new double[schedule.stateSize()];
    for (int step = 0; step < expected.length; step++) {
      schedule.observe(step, losses[step], state);
      assertThat(schedule.factor(step, state)).isCloseTo(expected[step], within(1e-7));
    }
  }

  @Test
  void whatComesAfterAWarmUpBeginsWhereItEnds() {
    Schedule schedule = new WarmUp(4, new Step(2, 0.5));
    assertThat(factors(schedule, new double[0], 0, 8))
        .containsExactly(0.25, 0.5, 0.75, 1, 1, 1, 0.5, 0.5);
  }

  @Test
  void aPlateauIsJudgedByMeans() {
    Schedule schedule = new ReduceOnPlateau(2, 0, 0.5, 0.2);
    double[] state = new double[schedule.stateSize()];
    double[] losses = {4, 2, 1, 3, -1, -3, -3, -1, -1, -3, -1, -3};
    double[] expected = {1, 1, 1, 1, 1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.2};
    double[] actual = new double[losses.length];
    for (int step = 0; step < losses.length; step++) {
      schedule.observe(step, losses[step], state);
      actual[step] = schedule.factor(step, state);
    }
    assertThat(actual).containsExactly(expected);
  }

  @Test
  void refuseWhatIsNoSchedule() {
    assertThatThrownBy(() -> new Step(0, 0.5)).hasMessageContaining("step.every is 0");
    assertThatThrownBy(() -> new Exponential(5, 1.5)).hasMessageContaining("factor is 1.5");
    assertThatThrownBy(() -> new Cosine(5, Double.NaN)).hasMessageContaining("floor is NaN");
    assertThatThrownBy(() -> new ReduceOnPlateau(1, -1, 0.5, 0))
        .hasMessageContaining("patience is -1");
    assertThatThrownBy(() -> new WarmUp(3, new WarmUp(2)))
        .hasMessageContaining("warm-up.then is another warm-up");
  }

  /** Of losses that fall for a while and then do not. */
  private static double[] factors(Schedule schedule, double[] state, int from, int to) {
    double[] factors = new double[to - from];
    for (int step = from; step < to; step++) {
      schedule.observe(step, Math.max(1, 40 - step) + step % 3, state);
      factors[step - from] = schedule.factor(step, state);
    }
    return factors;
  }
}

package io.tidemill.ensemble;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every combination keeps to. */
class CombinerContractTest {
  private static final int MODELS = 3;
  private static final Map<Class<?>, Combiner> EXAMPLES =
      Map.ofEntries(
          entry(ClassHedge.class, new ClassHedge(MODELS, 4, 0.01)),
          entry(ClassStacking.class, new ClassStacking(MODELS, 4, 0.01)),
          entry(ForecastHedge.class, new ForecastHedge(MODELS, 2, 0.1, 0.001)),
          entry(ForecastStacking.class, new ForecastStacking(MODELS, 2, 0.03)));

  static Stream<Combiner> all() {
    return Arrays.stream(Combiner.class.getPermittedSubclasses())
        .map(
            type -> {
              assertThat(EXAMPLES).as("examples of combiners").containsKey(type);
              return EXAMPLES.get(type);
            });
  }

  /** Answers and outcomes: model 0 is the nearest to the truth, model 2 the furthest. */
  private static final class Answers {
    private final SplittableRandom random;
    private final Combiner combiner;
    final double[] answers;
    final double[] outcome;

    Answers(Combiner combiner, long seed) {
      this.combiner = combiner;
      random = new SplittableRandom(seed);
      answers = new double[MODELS * combiner.outputs()];
      outcome = new double[combiner.outputs()];
    }

    void next() {
      boolean classes = isOfClasses(combiner);
      int truth = random.nextInt(outcome.length);
      for (int k = 0; k < outcome.length; k++) {
        outcome[k] = classes ? (k == truth ? 1 : 0) : random.nextGaussian();
        for (int i = 0; i < MODELS; i++) {
          double error = (0.5 + i) * random.nextGaussian();
          answers[i * outcome.length + k] = (classes ? 2 : 1) * outcome[k] + error;
        }
      }
      if (classes) {
        normalize(answers, outcome.length);
      }
    }
  }

  private static boolean isOfClasses(Combiner combiner) {
    return combiner instanceof ClassHedge || combiner instanceof ClassStacking;
  }

  private static void normalize(double[] logs, int classes) {
    for (int i = 0; i < logs.length; i += classes) {
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        sum += Math.exp(logs[i + k]);
      }
      for (int k = 0; k < classes; k++) {
        logs[i + k] -= Math.log(sum);
      }
    }
  }

  /**
   * The losses of the combination and of model 0 over so many outcomes, each before it is known.
   */
  private static double[] play(Combiner combiner, double[] state, int offset, long seed, int n) {
    Answers stream = new Answers(combiner, seed);
    double[] combined = new double[combiner.outputs()];
    double[] losses = new double[2];
    for (int t = 0; t < n; t++) {
      stream.next();
      combiner.combine(stream.answers, state, offset, combined);
      losses[0] += combiner.loss(combined, 0, stream.outcome) / n;
      losses[1] += combiner.loss(stream.answers, 0, stream.outcome) / n;
      combiner.learn(stream.answers, stream.outcome, state, offset);
    }
    return losses;
  }

  @ParameterizedTest
  @MethodSource("all")
  void continuesExactlyFromACopyOfItsState(Combiner combiner) {
    double[] first = new double[combiner.stateSize()];
    play(combiner, first, 0, 1, 300);
    double[] second = first.clone();
    double[] losses = play(combiner, first, 0, 2, 300);
    assertThat(play(combiner, second, 0, 2, 300)).containsExactly(losses);
    assertThat(second).isEqualTo(first);
    assertThat(losses[0]).isFinite().isPositive();
  }

  @ParameterizedTest
  @MethodSource("all")
  void touchesOnlyItsOwnState(Combiner combiner) {
    double[] alone = new double[combiner.stateSize()];
    double[] within = new double[combiner.stateSize() + 6];
    Arrays.fill(within, 0, 3, 5);
    Arrays.fill(within, within.length - 3, within.length, 5);
    play(combiner, alone, 0, 1, 300);
    play(combiner, within, 3, 1, 300);
    assertThat(Arrays.copyOfRange(within, 3, within.length - 3)).isEqualTo(alone);
    assertThat(within).startsWith(5, 5, 5).endsWith(5, 5, 5);
  }

  @ParameterizedTest
  @MethodSource("all")
  void countsAllAlikeAtFirstAndSaysWhatAllOfThemSay(Combiner combiner) {
    double[] state = new double[combiner.stateSize()];
    double[] weights = new double[MODELS];
    combiner.weights(state, 0, weights);
    assertThat(weights).containsOnly(weights[0]);

    Answers stream = new Answers(combiner, 3);
    stream.next();
    int outputs = combiner.outputs();
    for (int i = 1; i < MODELS; i++) {
      System.arraycopy(stream.answers, 0, stream.answers, i * outputs, outputs);
    }
    double[] combined = new double[outputs];
    combiner.combine(stream.answers, state, 0, combined);
    assertThat(combined).containsExactly(Arrays.copyOf(stream.answers, outputs), within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("all")
  void isInTheEndHardlyWorseThanTheBestModelAndTrustsItMost(Combiner combiner) {
    double[] state = new double[combiner.stateSize()];
    play(combiner, state, 0, 4, 3000);
    double[] losses = play(combiner, state, 0, 5, 1000);
    assertThat(losses[0]).isLessThan(1.02 * losses[1]);
    double[] weights = new double[MODELS];
    combiner.weights(state, 0, weights);
    assertThat(weights[0]).isGreaterThan(weights[1]).isGreaterThan(weights[2]);
  }

  @ParameterizedTest
  @MethodSource("all")
  void learnsNothingFromWhatIsUnknown(Combiner combiner) {
    double[] state = new double[combiner.stateSize()];
    play(combiner, state, 0, 6, 100);
    double[] before = state.clone();
    Answers stream = new Answers(combiner, 7);
    stream.next();
    Arrays.fill(stream.outcome, Double.NaN);
    combiner.learn(stream.answers, stream.outcome, state, 0);
    assertThat(state).isEqualTo(before);
    assertThat(combiner.loss(stream.answers, 1, stream.outcome)).isNaN();
  }

  @ParameterizedTest
  @MethodSource("all")
  void goesOnWithoutAModelThatWasDropped(Combiner combiner) {
    double[] state = new double[combiner.stateSize()];
    play(combiner, state, 0, 8, 200);
    combiner.drop(0, state, 0);
    double[] weights = new double[MODELS];
    combiner.weights(state, 0, weights);
    assertThat(weights[0]).isZero();

    Answers stream = new Answers(combiner, 9);
    double[] combined = new double[combiner.outputs()];
    for (int t = 0; t < 100; t++) {
      stream.next();
      Arrays.fill(stream.answers, 0, combiner.outputs(), Double.NaN);
      combiner.combine(stream.answers, state, 0, combined);
      assertThat(combiner.loss(combined, 0, stream.outcome)).isFinite();
      combiner.learn(stream.answers, stream.outcome, state, 0);
    }
    combiner.drop(1, state, 0);
    assertThatThrownBy(() -> combiner.drop(2, state, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the last that is left");
  }
}

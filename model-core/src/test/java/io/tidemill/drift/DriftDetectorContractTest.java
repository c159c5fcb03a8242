package io.tidemill.drift;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every detector keeps to. */
class DriftDetectorContractTest {

  /**
   * A detector and what is asked of it.
   *
   * @param alarms it may raise in 30,000 values that do not change
   * @param delay values after an abrupt change in which it has to find it
   */
  private record Example(DriftDetector detector, int alarms, int delay) {}

  private static final Map<Class<?>, Example> EXAMPLES =
      Map.ofEntries(
          entry(Adwin.class, new Example(new Adwin(), 1, 96)),
          entry(Ddm.class, new Example(new Ddm(), 3, 400)),
          entry(Eddm.class, new Example(new Eddm(), 20, 400)),
          entry(Kswin.class, new Example(new Kswin(), 3, 96)),
          entry(PageHinkley.class, new Example(new PageHinkley(), 2, 96)));

  static Stream<Example> examples() {
    return Arrays.stream(DriftDetector.class.getPermittedSubclasses())
        .map(
            type -> {
              assertThat(EXAMPLES).as("examples of detectors").containsKey(type);
              return EXAMPLES.get(type);
            });
  }

  static Stream<DriftDetector> all() {
    return examples().map(Example::detector);
  }

  /**
   * Signals of so many values, each an error with a probability that depends on its place: drawn
   * evenly from below 0.5 for none and from above for one where the detector takes any number.
   */
  private static Signal[] play(
      DriftDetector detector,
      double[] state,
      int offset,
      long seed,
      int n,
      DoubleUnaryOperator rate) {
    SplittableRandom random = new SplittableRandom(seed);
    Signal[] signals = new Signal[n];
    for (int i = 0; i < n; i++) {
      double error = random.nextDouble() < rate.applyAsDouble(i) ? 1 : 0;
      double value = detector.isOfErrors() ? error : (error + random.nextDouble()) / 2;
      signals[i] = detector.update(value, state, offset);
    }
    return signals;
  }

  private static Signal[] play(DriftDetector detector, double[] state, long seed, int n) {
    return play(detector, state, 0, seed, n, i -> i % 2000 < 1000 ? 0.1 : 0.6);
  }

  private static long drifts(Signal[] signals, int from, int to) {
    return Arrays.stream(signals, from, to).filter(Signal::isDrift).count();
  }

  @ParameterizedTest
  @MethodSource("all")
  void continuesExactlyFromACopyOfItsState(DriftDetector detector) {
    double[] first = new double[detector.stateSize()];
    play(detector, first, 1, 1500);
    double[] second = first.clone();
    Signal[] signals = play(detector, first, 2, 4000);
    assertThat(Arrays.equals(play(detector, second, 2, 4000), signals)).isTrue();
    assertThat(second).isEqualTo(first);
    assertThat(drifts(signals, 0, 4000)).isPositive();
  }

  @ParameterizedTest
  @MethodSource("all")
  void touchesOnlyItsOwnState(DriftDetector detector) {
    int size = detector.stateSize();
    double[] alone = new double[size];
    double[] both = new double[2 * size];
    Signal[] signals = play(detector, alone, 1, 3000);
    Signal[] within = play(detector, both, 0, 1, 3000, i -> i % 2000 < 1000 ? 0.1 : 0.6);
    assertThat(Arrays.equals(within, signals)).isTrue();
    play(detector, both, size, 2, 3000, i -> 0.3);
    assertThat(Arrays.copyOf(both, size)).isEqualTo(alone);
    assertThat(Arrays.copyOfRange(both, size, 2 * size)).isNotEqualTo(alone);
  }

  @ParameterizedTest
  @MethodSource("all")
  void beginsAnewWhenReset(DriftDetector detector) {
    double[] state = new double[detector.stateSize() + 1];
    Arrays.fill(state, 7);
    detector.reset(state, 1);
    Signal[] signals = play(detector, new double[detector.stateSize()], 3, 3000);
    Signal[] anew = play(detector, state, 1, 3, 3000, i -> i % 2000 < 1000 ? 0.1 : 0.6);
    assertThat(Arrays.equals(anew, signals)).isTrue();
    assertThat(state[0]).isEqualTo(7);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isQuietWhileNothingChanges(Example example) {
    DriftDetector detector = example.detector;
    Signal[] signals = play(detector, new double[detector.stateSize()], 0, 4, 30_000, i -> 0.2);
    assertThat(drifts(signals, 0, signals.length)).isLessThanOrEqualTo(example.alarms);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void findsARiseSoon(Example example) {
    DriftDetector detector = example.detector;
    int before = 2000;
    int found = 0;
    for (int seed = 0; seed < 10; seed++) {
      Signal[] signals =
          play(
              detector,
              new double[detector.stateSize()],
              0,
              seed,
              before + example.delay,
              i -> i < before ? 0.1 : 0.6);
      found += Arrays.asList(signals).subList(before, signals.length).contains(Signal.RISE) ? 1 : 0;
    }
    assertThat(found).isGreaterThanOrEqualTo(9);
  }

  @ParameterizedTest
  @MethodSource("all")
  void callsAFallAFall(DriftDetector detector) {
    Signal[] signals =
        play(detector, new double[detector.stateSize()], 0, 6, 4000, i -> i < 2000 ? 0.6 : 0.05);
    assertThat(Arrays.asList(signals).subList(2000, 4000).contains(Signal.RISE)).isFalse();
    assertThat(Arrays.asList(signals).contains(Signal.FALL)).isNotEqualTo(detector.isOfErrors());
  }

  @ParameterizedTest
  @MethodSource("all")
  void passesOverWhatIsUnknown(DriftDetector detector) {
    double[] state = new double[detector.stateSize()];
    play(detector, state, 7, 500);
    double[] before = state.clone();
    for (double unknown :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      assertThat(detector.update(unknown, state, 0)).isEqualTo(Signal.NONE);
    }
    assertThat(state).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("all")
  void survivesAnyValueAndFindsAChangeAfterIt(DriftDetector detector) {
    double[] values = {0, -1, 1e300, -Double.MAX_VALUE, Double.MIN_VALUE, Double.MAX_VALUE, -0.0};
    SplittableRandom random = new SplittableRandom(8);
    double[] state = new double[detector.stateSize()];
    play(detector, state, 0, 9, 1000, i -> 0.02);
    for (int i = 0; i < 3000; i++) {
      boolean odd = random.nextInt(100) == 0;
      detector.update(odd ? values[random.nextInt(values.length)] : 0.3, state, 0);
      assertThat(Arrays.stream(state).allMatch(Double::isFinite)).isTrue();
    }
    play(detector, state, 0, 10, 5000, i -> 0.02);
    Signal[] signals = play(detector, state, 0, 11, 5000, i -> 0.7);
    assertThat(Arrays.asList(signals).contains(Signal.RISE)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("all")
  void allocatesNothing(DriftDetector detector) {
    double[] state = new double[detector.stateSize()];
    SplittableRandom random = new SplittableRandom(11);
    double[] values = random.doubles(4000).map(value -> value < 0.8 ? 0 : 1).toArray();
    long drifts = feed(detector, values, state);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    drifts += feed(detector, values, state);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(values.length);
    assertThat(drifts).isNotNegative();
  }

  private static long feed(DriftDetector detector, double[] values, double[] state) {
    long drifts = 0;
    for (double value : values) {
      drifts += detector.update(value, state, 0).isDrift() ? 1 : 0;
    }
    return drifts;
  }
}

package io.tidemill.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClassificationTest {

  /** Of 3 classes, by hand: rows are the actual class, columns the predicted one. */
  private static final long[][] CONFUSION = {{3, 1, 0}, {2, 5, 0}, {1, 0, 0}};

  private final Classification classification = new Classification(3);

  private void addAll() {
    for (int actual = 0; actual < 3; actual++) {
      for (int predicted = 0; predicted < 3; predicted++) {
        for (int i = 0; i < CONFUSION[actual][predicted]; i++) {
          float[] probabilities = {9, 0.2f, 0.2f, 0.2f};
          probabilities[1 + predicted] = 0.6f;
          classification.add(probabilities, 1, actual);
        }
      }
    }
  }

  @Test
  void countsWhatWasTakenForWhat() {
    addAll();
    assertThat(classification.confusion()).isDeepEqualTo(CONFUSION);
    assertThat(classification.examples()).isEqualTo(12);
    assertThat(classification.accuracy()).isCloseTo(8 / 12.0, within(1e-12));
  }

  @Test
  void quotientsOfAClassAreThoseOfTheDefinitions() {
    addAll();
    assertThat(classification.precision(0)).isCloseTo(3 / 6.0, within(1e-12));
    assertThat(classification.recall(0)).isCloseTo(3 / 4.0, within(1e-12));
    assertThat(classification.f1(0)).isCloseTo(2 * 3 / (2 * 3 + 3 + 1.0), within(1e-12));
    assertThat(classification.precision(1)).isCloseTo(5 / 6.0, within(1e-12));
    assertThat(classification.recall(1)).isCloseTo(5 / 7.0, within(1e-12));
    assertThat(classification.f1(1)).isCloseTo(10 / 13.0, within(1e-12));
    assertThat(classification.precision(2)).isZero();
    assertThat(classification.recall(2)).isZero();
    assertThat(classification.f1(2)).isZero();
  }

  /** Class 2 was there but never predicted: it has a recall and no precision. */
  @Test
  void meansLeaveOutClassesWithoutAQuotient() {
    addAll();
    assertThat(classification.precision()).isCloseTo((3 / 6.0 + 5 / 6.0) / 2, within(1e-12));
    assertThat(classification.recall()).isCloseTo((3 / 4.0 + 5 / 7.0 + 0) / 3, within(1e-12));
    assertThat(classification.f1()).isCloseTo((6 / 10.0 + 10 / 13.0 + 0) / 3, within(1e-12));
  }

  @Test
  void logLossIsThatOfTheRightClass() {
    classification.add(new float[] {0.5f, 0.25f, 0.25f}, 0, 1);
    classification.add(new float[] {0.5f, 0.5f, 0}, 0, 2);
    double expected = (Math.log(4) - Math.log(1e-15)) / 2;
    assertThat(classification.logLoss()).isCloseTo(expected, within(1e-12));
  }

  @Test
  void knowsNothingBeforeTheFirstExample() {
    assertThat(classification.accuracy()).isNaN();
    assertThat(classification.precision()).isNaN();
    assertThat(classification.recall(1)).isNaN();
    assertThat(classification.f1()).isNaN();
    assertThat(classification.logLoss()).isNaN();
  }

  @Test
  void refusesClassesThatThereAreNot() {
    assertThatThrownBy(() -> classification.add(new float[3], 0, 3))
        .hasMessageContaining("of class 3: want 0 to 2");
    assertThatThrownBy(() -> new Classification(1)).hasMessageContaining("1 classes");
  }
}

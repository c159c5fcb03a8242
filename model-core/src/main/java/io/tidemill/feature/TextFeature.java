package io.tidemill.feature;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A text, character by character: ids for an embedding, one a step, aligned to the end. Observed:
 * the code points. Inputs: ids in [1, vocabulary - 1], 0 before the text begins.
 *
 * <p>An id is the code point's hash, so there is no dictionary to grow or to lose (Weinberger et
 * al. 2009): in a vocabulary of some times the characters in use few of them share an id.
 *
 * @param length characters read of a text, its first ones
 * @param vocabulary ids there are
 */
public record TextFeature(String field, int length, int vocabulary) implements Featurizer {

  private static final int MOST_IDS = 1 << 20;

  public TextFeature {
    Names.check("field of a text feature", field);
    new FieldForm.Text(length);
    if (vocabulary < 2 || vocabulary > MOST_IDS) {
      throw new IllegalArgumentException(
          "vocabulary of text %s is %d: want 2 to %d".formatted(field, vocabulary, MOST_IDS));
    }
  }

  @Override
  public String name() {
    return field;
  }

  @Override
  public List<String> fields() {
    return List.of(field);
  }

  @Override
  public FieldForm form() {
    return new FieldForm.Text(length);
  }

  @Override
  public List<String> columns() {
    return IntStream.range(0, length).mapToObj(i -> field + "[" + i + "]").toList();
  }

  @Override
  public int stateSize() {
    return 0;
  }

  @Override
  public int observedWidth() {
    return length;
  }

  @Override
  public int inputWidth() {
    return length;
  }

  @Override
  public void observe(
      double[] numbers,
      int[] fieldIndex,
      long time,
      double[] expected,
      double[] state,
      int stateOffset,
      double[] observed,
      int observedOffset) {
    System.arraycopy(numbers, fieldIndex[0], observed, observedOffset, length);
  }

  @Override
  public void input(
      double[] observed,
      int rowOffset,
      int column,
      FeatureScaling scaling,
      float[] x,
      int inputOffset) {
    for (int i = 0; i < length; i++) {
      double point = observed[rowOffset + column + i];
      x[inputOffset + i] = Double.isNaN(point) ? 0 : id((int) point);
    }
  }

  /** Fibonacci hashing (Knuth, volume 3, 6.4): neighbours in the alphabet land far apart. */
  private int id(int point) {
    int hash = point * 0x9E3779B1;
    return 1 + (int) ((hash & 0xFFFFFFFFL) * (vocabulary - 1) >>> 32);
  }
}

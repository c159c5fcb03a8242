package io.tidemill.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FieldFormTest {

  private static final FeatureScaling NONE = FeatureScaling.identity(8);

  @Test
  void aTextEndsAtItsLastNumber() {
    double[] numbers = new double[6];
    new FieldForm.Text(4).write("hé", numbers, 1);
    assertThat(numbers).containsExactly(0, Double.NaN, Double.NaN, 'h', 'é', 0);
  }

  @Test
  void aLongTextIsCutAtItsEndAndSurrogatesAreOneCharacter() {
    double[] numbers = new double[2];
    new FieldForm.Text(2).write("a\uD83D\uDE00b", numbers, 0);
    assertThat(numbers).containsExactly('a', 0x1F600);
  }

  @Test
  void textIdsLeaveZeroForNothingAndStayInTheVocabulary() {
    TextFeature text = new TextFeature("review", 3, 10);
    float[] x = new float[3];
    for (int point = 1; point < 5000; point += 7) {
      text.input(new double[] {Double.NaN, point, 0x10FFFF}, 0, 0, NONE, x, 0);
      assertThat(x[0]).isZero();
      assertThat(x[1]).isBetween(1f, 9f).isEqualTo((float) (int) x[1]);
      assertThat(x[2]).isBetween(1f, 9f);
    }
  }

  @Test
  void aLargeVocabularyTellsMostCharactersApart() {
    TextFeature text = new TextFeature("review", 1, 1 << 14);
    long ids =
        IntStream.range(0x4E00, 0x4E00 + 3000) // Chinese characters
            .mapToObj(
                point -> {
                  float[] x = new float[1];
                  text.input(new double[] {point}, 0, 0, NONE, x, 0);
                  return x[0];
                })
            .distinct()
            .count();
    assertThat(ids).isGreaterThan(2900);
  }

  @Test
  void pixelsBecomeTheirRange() {
    double[] pixels = {0, 127.5, 255, 300, -1, Double.NaN};
    float[] x = new float[6];
    new ImageFeature("p", 2, 3, 1).input(pixels, 0, 0, NONE, x, 0);
    assertThat(x).containsExactly(0, 0.5f, 1, 1, 0, 0);
    new ImageFeature("p", 2, 3, 1, ImageFeature.Range.SYMMETRIC).input(pixels, 0, 0, NONE, x, 0);
    assertThat(x).containsExactly(-1, 0, 1, 1, -1, -1);
  }

  @Test
  void fieldsTakeTheRoomOfTheirForm() {
    FeatureSchema schema =
        new FeatureSchema(
            List.of("flow", "photo", "kind"),
            List.of(
                new NumberFeature("flow"),
                new ImageFeature("photo", 2, 2, 3),
                new LabelFeature("kind", List.of("a", "b"))));
    assertThat(schema.numbersWidth()).isEqualTo(1 + 12 + 1);
    assertThat(schema.indexOf("kind")).isEqualTo(13);
    assertThat(schema.indexOf("weight")).isEqualTo(-1);
    assertThat(schema.inputWidth()).isEqualTo(2 + 12);
    assertThat(new Classification("kind", List.of("a", "b")).labelColumn(schema)).isEqualTo(14);
  }

  @Test
  void aFieldHasOneForm() {
    assertThatThrownBy(
            () ->
                new FeatureSchema(
                    List.of("x"), List.of(new NumberFeature("x"), new ImageFeature("x", 1, 1, 1))))
        .hasMessageContaining("named twice");
    assertThatThrownBy(
            () ->
                new FeatureSchema(
                    List.of("x"),
                    List.of(new TestingDifference("x", 0.5), new TextFeature("x", 4, 16))))
        .hasMessageContaining("field \"x\" is read as Number[]");
  }

  @Test
  void aLabelAloneIsNothingToSee() {
    LabelFeature label = new LabelFeature("kind", List.of("a", "b"));
    assertThatThrownBy(() -> new FeatureSchema(List.of("kind"), List.of(label)))
        .hasMessageContaining("nothing to see");
  }

  @Test
  void refusesImagesAndTextsWithoutBounds() {
    assertThatThrownBy(() -> new ImageFeature("p", 100_000, 100_000, 3))
        .hasMessageContaining("at most 196608 numbers");
    assertThatThrownBy(() -> new TextFeature("t", 1_000_000, 16))
        .hasMessageContaining("length of a text is 1000000");
    assertThatThrownBy(() -> new TextFeature("t", 10, 1)).hasMessageContaining("vocabulary");
  }
}

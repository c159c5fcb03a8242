package io.tidemill.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Features that read what the model keeps of the stream: quantiles and symbols. */
class SketchedFeaturesTest {

  private static float[] input(Featurizer feature, double value, double... table) {
    FeatureScaling scaling =
        new FeatureScaling(
            new double[] {0, 0},
            new double[] {1, 1},
            new double[2],
            new double[2],
            new double[][] {{}, table});
    float[] x = new float[feature.inputWidth()];
    feature.input(new double[] {9, value}, 0, 1, scaling, x, 0);
    return x;
  }

  @Test
  void aQuantileIsLinearWithinItsBin() {
    QuantileFeature feature = new QuantileFeature("flow", 3);
    double[] edges = {-1, 0, 10, 14};
    assertThat(input(feature, -2, edges)).containsExactly(0, 0, 0);
    assertThat(input(feature, -0.25, edges)).containsExactly(0.75f, 0, 0);
    assertThat(input(feature, 4, edges)).containsExactly(1, 0.4f, 0);
    assertThat(input(feature, 10, edges)).containsExactly(1, 1, 0);
    assertThat(input(feature, 99, edges)).containsExactly(1, 1, 1);
    assertThat(input(feature, Double.NaN, edges)).containsOnly(0);
    assertThat(input(feature, 4)).containsOnly(0);
  }

  @Test
  void ofEqualEdgesABinIsAStep() {
    QuantileFeature feature = new QuantileFeature("flow", 2);
    assertThat(input(feature, 3, 3, 3, 5)).containsExactly(0, 0);
    assertThat(input(feature, 3.5, 3, 3, 5)).containsExactly(1, 0.25f);
  }

  @Test
  void aSymbolIsAOneInItsPlace() {
    SymbolFeature feature = new SymbolFeature("service", 3);
    FieldForm.Word word = new FieldForm.Word();
    double http = word.number("http");
    double ftp = word.number("ftp");
    assertThat(input(feature, http, http, ftp)).containsExactly(1, 0, 0, 0);
    assertThat(input(feature, ftp, http, ftp)).containsExactly(0, 1, 0, 0);
    assertThat(input(feature, word.number("smtp"), http, ftp)).containsExactly(0, 0, 0, 1);
    assertThat(input(feature, Double.NaN, http, ftp)).containsOnly(0);
  }

  @Test
  void theDictionaryGrowsInOrderOfAppearanceUpToItsCapacity() {
    SymbolSketch sketch = new SymbolSketch(2);
    double[] state = new double[sketch.stateSize()];
    for (double symbol : new double[] {7, 7, 5, 7, 9}) {
      sketch.update(state, 0, symbol);
    }
    assertThat(sketch.table(state, 0)).containsExactly(7, 5);
    double[] restored = new double[sketch.stateSize()];
    sketch.restore(restored, 0, sketch.table(state, 0), 100);
    assertThat(restored).isEqualTo(state);
  }

  @Test
  void theLearnerKeepsWhatTheFeaturesAskForAndGoesOnFromIt() {
    FeatureSchema schema =
        new FeatureSchema(
            List.of("flow", "service"),
            List.of(
                new NumberFeature("flow"),
                new QuantileFeature("flow", 2),
                new SymbolFeature("service", 4)));
    StreamMoments moments = new StreamMoments(schema);
    for (int i = 0; i < 100; i++) {
      moments.update(new double[] {i, i, i, 1_000 + i % 3}, 0);
    }
    FeatureScaling scaling = moments.toScaling();
    assertThat(scaling.hasTables()).isTrue();
    assertThat(scaling.table(0)).isEmpty();
    assertThat(scaling.table(2)).startsWith(0).endsWith(99).hasSize(3);
    assertThat(scaling.table(3)).containsExactly(1_000, 1_001, 1_002);

    StreamMoments copied = new StreamMoments(schema);
    copied.restore(moments.state());
    StreamMoments begun = new StreamMoments(schema);
    begun.restore(scaling, 100);
    assertThat(copied.toScaling()).isEqualTo(scaling);
    assertThat(begun.toScaling().tables()).isDeepEqualTo(scaling.tables());
    assertThat(new StreamMoments(schema).toScaling().hasTables()).isFalse();
  }

  @Test
  void aWordIsAWholeNumberThatDoublesHold() {
    FieldForm.Word word = new FieldForm.Word();
    double number = word.number("private");
    assertThat(number).isEqualTo(Math.rint(number)).isBetween(0.0, 0x1p53);
    assertThat(word.number("privatf")).isNotEqualTo(number);
    assertThat(word.number("")).isNotEqualTo(word.number(" "));
  }
}

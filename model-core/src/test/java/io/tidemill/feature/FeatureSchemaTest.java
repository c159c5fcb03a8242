package io.tidemill.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureSchemaTest {

  private static final List<String> FIELDS = List.of("flow", "pressure");
  private static final NumberFeature PRESSURE =
      new NumberFeature("pressure", Missing.DROP, Scale.STANDARD);
  private static final NumberFeature FLOW =
      new NumberFeature("flow", Missing.PREDICT, Scale.STANDARD_PER_KEY);
  private static final ClockFeature HOUR = new ClockFeature(ClockPart.HOUR_OF_DAY);

  private final FeatureSchema schema = new FeatureSchema(FIELDS, List.of(PRESSURE, FLOW, HOUR));

  @Test
  void laysFeaturesSideBySide() {
    assertThat(schema.columns())
        .containsExactly(
            "pressure",
            "pressure.last",
            "flow",
            "flow.last",
            "flow.center",
            "flow.deviation",
            "flow.expected",
            "hour-of-day");
    assertThat(schema.observedWidth()).isEqualTo(8);
    assertThat(schema.inputWidth()).isEqualTo(6);
    assertThat(schema.stateSize()).isEqualTo(2 + 6);
  }

  @Test
  void eachFeatureReadsItsOwnFieldAndColumns() {
    double[] state = new double[schema.stateSize() + 1];
    double[] row = new double[schema.observedWidth() + 3];
    float[] x = new float[schema.inputWidth() + 2];
    FeatureScaling scaling = FeatureScaling.identity(8);
    scaling.mean()[0] = 3;
    schema.observe(new double[] {50, 4}, 6 * 3_600_000L, new double[] {51, 5}, state, 1, row, 3);
    schema.input(row, 3, scaling, x, 2);
    assertThat(row).containsExactly(0, 0, 0, 4, 4, 50, 50, 50, Double.NaN, 51, 0.25);
    assertThat(x).containsExactly(new float[] {0, 0, 1, 0, 0, 0, 1, 0}, within(1e-6f));
    assertThat(state[0]).isZero();
  }

  @Test
  void anyFeatureCanDropTheEvent() {
    double[] row = new double[8];
    assertThat(schema.dropped(row, 0)).isFalse();
    row[0] = Double.NaN;
    assertThat(schema.dropped(row, 0)).isTrue();
    row[0] = 0;
    row[2] = Double.NaN;
    assertThat(schema.dropped(row, 0)).isFalse();
  }

  @Test
  void canonicalTextAndFingerprintNeverChange() {
    assertThat(schema.canonicalText())
        .isEqualTo(
            "features of [flow, pressure]: ["
                + "number: NumberFeature(field=\"pressure\", missing=DROP, scale=STANDARD, window=1000.0), "
                + "number: NumberFeature(field=\"flow\", missing=PREDICT, scale=STANDARD_PER_KEY, window=1000.0), "
                + "clock: ClockFeature(part=HOUR_OF_DAY, zone=\"UTC\")]");
    assertThat(Long.toHexString(schema.fingerprint())).isEqualTo("7071ce50ab3afabb");
  }

  @Test
  void equalSchemasHaveEqualFingerprintsAndOthersHaveNot() {
    FeatureSchema same = new FeatureSchema(List.copyOf(FIELDS), List.of(PRESSURE, FLOW, HOUR));
    FeatureSchema other = new FeatureSchema(FIELDS, List.of(FLOW, PRESSURE, HOUR));
    assertThat(same).isEqualTo(schema).hasSameHashCodeAs(schema);
    assertThat(same.fingerprint()).isEqualTo(schema.fingerprint());
    assertThat(other).isNotEqualTo(schema);
    assertThat(other.fingerprint()).isNotEqualTo(schema.fingerprint());
  }

  @Test
  void travelsWithAJob() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(schema);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(schema);
    }
  }

  @Test
  void refusesWhatDoesNotFitByName() {
    assertThatThrownBy(() -> new FeatureSchema(List.of("flow"), List.of(PRESSURE)))
        .hasMessage(
            "feature pressure reads the field \"pressure\": the declared number fields are [flow]");
    assertThatThrownBy(() -> new FeatureSchema(FIELDS, List.of(FLOW, FLOW)))
        .hasMessage("feature \"flow\" is named twice in [flow, flow]");
    assertThatThrownBy(() -> new FeatureSchema(List.of("flow", "flow"), List.of(FLOW)))
        .hasMessage("field \"flow\" is named twice in [flow, flow]");
    assertThatThrownBy(() -> new FeatureSchema(FIELDS, List.of()))
        .hasMessageContaining("has no features");
    NumberFeature clash = new NumberFeature("flow.last", Missing.LAST, Scale.NONE);
    assertThatThrownBy(() -> new FeatureSchema(List.of("flow", "flow.last"), List.of(FLOW, clash)))
        .hasMessageContaining("column \"flow.last\" is named twice");
  }

  @Test
  void featuresOfTheUserAreFoundByKeyword() {
    FeaturizerTypes types = FeaturizerTypes.installed();
    assertThat(List.copyOf(types.keywords()))
        .contains("clock", "context", "image", "label", "number", "past-labels", "quantile")
        .contains("symbol", "testing-difference", "text")
        .isSorted();
    assertThat(types.record("testing-difference")).isEqualTo(TestingDifference.class);
    assertThat(types.keyword(FLOW)).isEqualTo("number");
    FeatureSchema own = new FeatureSchema(FIELDS, List.of(new TestingDifference("flow", 0.5)));
    assertThat(own.canonicalText())
        .isEqualTo(
            "features of [flow, pressure]: [testing-difference: TestingDifference(field=\"flow\", factor=0.5)]");
    assertThatThrownBy(() -> types.record("nunber"))
        .hasMessageContaining(
            "no feature is called \"nunber\": there are [clock, context, image, label, number, past-labels, quantile, symbol, testing-difference, text]");
  }

  @Test
  void textOfARecordQuotesStrings() {
    record Odd(String name, List<Integer> sizes, boolean flag) {}
    assertThat(RecordText.of(new Odd("a\"b\\", List.of(1, 2), true)))
        .isEqualTo("Odd(name=\"a\\\"b\\\\\", sizes=[1, 2], flag=true)");
    record Grown(String name, int size) {
      Grown(String name) {
        this(name, 3);
      }
    }
    assertThat(RecordText.of(new Grown("a"))).isEqualTo("Grown(name=\"a\", size=3)");
    assertThat(RecordText.withoutDefaults(new Grown("a"))).isEqualTo("Grown(name=\"a\")");
    assertThat(RecordText.withoutDefaults(new Grown("a", 4)))
        .isEqualTo("Grown(name=\"a\", size=4)");
    record Unfit(Object anything) {}
    assertThatThrownBy(() -> RecordText.of(new Unfit(new StringBuilder())))
        .hasMessageContaining("component anything")
        .hasMessageContaining("java.lang.StringBuilder");
  }
}

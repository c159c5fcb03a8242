package io.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.augment.HorizontalFlip;
import io.tidemill.augment.Jitter;
import io.tidemill.feature.Classification;
import io.tidemill.feature.FeatureScaling;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Forecast;
import io.tidemill.feature.ImageFeature;
import io.tidemill.feature.LabelFeature;
import io.tidemill.feature.Missing;
import io.tidemill.feature.NumberFeature;
import io.tidemill.feature.Reconstruction;
import io.tidemill.feature.Scale;
import io.tidemill.feature.Task;
import io.tidemill.layer.Dense;
import io.tidemill.math.Matrix;
import io.tidemill.network.Network;
import io.tidemill.pipeline.Augmentation;
import io.tidemill.snapshot.ModelSpec;
import io.tidemill.train.SequenceBatch;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is learned of a sequence, by the task; and how it is changed while it is learned. */
class SequenceEncoderTest {
  private static final NumberFeature NUMBER = new NumberFeature("x", Missing.ZERO, Scale.NONE);
  private static final LabelFeature LABEL = new LabelFeature("kind", List.of("a", "b", "c"));
  private static final FeatureSchema NUMBERS = new FeatureSchema(List.of("x"), List.of(NUMBER));
  private static final FeatureSchema LABELLED =
      new FeatureSchema(List.of("x", "kind"), List.of(NUMBER, LABEL));
  private static final FeatureSchema PICTURE =
      new FeatureSchema(List.of("p"), List.of(new ImageFeature("p", 1, 3, 1)));

  @Test
  void aForecastIsLearnedFromTheRowsThatBroughtItsOutcome() {
    SequenceBatch batch = new SequenceBatch(1, 4, 2, 2);
    Forecast task = new Forecast(List.of("x"), List.of(1, 2), Forecast.Base.LAST);

    int known =
        encoder(NUMBERS, task, 2, new SequenceShape(5, 2, 1))
            .encode(numbers(1, 2, 4, 5, 7), 2, FeatureScaling.identity(2), batch);

    // The newest two rows, 5 and 7: one step ahead of 4 and 5, two ahead of 2 and 4.
    assertThat(known).isEqualTo(4);
    assertThat(targets(batch)).containsExactly("- -", "- 3.0", "1.0 3.0", "2.0 -");
    assertThat(inputs(batch)).containsExactly(1.0, 2.0, 4.0, 5.0);
  }

  @Test
  void fewerOutcomesAreLearnedWhereFewerAreNew() {
    SequenceBatch batch = new SequenceBatch(1, 4, 2, 2);
    Forecast task = new Forecast(List.of("x"), List.of(1, 2), Forecast.Base.LAST);

    int known =
        encoder(NUMBERS, task, 2, new SequenceShape(5, 2, 1))
            .encode(numbers(1, 2, 4, 5, 7), 1, FeatureScaling.identity(2), batch);

    assertThat(known).isEqualTo(2);
    assertThat(targets(batch)).containsExactly("- -", "- -", "- 3.0", "2.0 -");
  }

  @Test
  void aValueThatIsMissingIsNoOutcome() {
    SequenceBatch batch = new SequenceBatch(1, 2, 2, 1);
    Forecast task = new Forecast(List.of("x"), List.of(1), Forecast.Base.LAST);

    int known =
        encoder(NUMBERS, task, 1, new SequenceShape(3, 2, 1))
            .encode(numbers(1, Double.NaN, 4), 2, FeatureScaling.identity(2), batch);

    assertThat(known).isEqualTo(1);
    assertThat(targets(batch)).containsExactly("-", "3.0"); // from the last known, 1
  }

  @Test
  void aLabelIsLearnedAtItsOwnRow() {
    SequenceBatch batch = new SequenceBatch(1, 4, 2, 1);
    TrainingSequence sequence = labelled(0, 1, Double.NaN, 2);

    int known =
        encoder(LABELLED, new Classification("kind", LABEL.classes()), 3, shape(4))
            .encode(sequence, 3, FeatureScaling.identity(3), batch);

    assertThat(known).isEqualTo(2);
    assertThat(targets(batch)).containsExactly("-", "1.0", "-", "2.0");
  }

  @Test
  void anAutoencodersOutcomeIsItsInputBeforeItWasChanged() {
    SequenceBatch batch = new SequenceBatch(1, 2, 2, 2);
    SequenceEncoder encoder =
        new SequenceEncoder(
            new ModelSpec("m", NUMBERS, Network.of(new Dense(2, 2)), new Reconstruction()),
            shape(2),
            new Augmentation(List.of(), List.of(new Jitter(0.5))));

    int known =
        encoder.encodeAugmented(numbers(3, Double.NaN), 1, FeatureScaling.identity(2), batch, 17);

    assertThat(known).isEqualTo(2);
    assertThat(targets(batch).get(0)).isEqualTo("- -");
    float[] x = batch.x(1).data();
    assertThat(targets(batch).get(1)).isEqualTo("0.0 1.0");
    assertThat(x[0]).isNotZero();
    assertThat(x[1]).as("a number that is missing stays so").isEqualTo(1);
    assertThat(batch.x(0).data()[0]).isNotEqualTo(3).isBetween(0f, 6f);
  }

  @Test
  void whatIsNoAugmentationIsNotChanged() {
    SequenceBatch plain = new SequenceBatch(1, 2, 2, 2);
    SequenceBatch augmented = new SequenceBatch(1, 2, 2, 2);
    SequenceEncoder encoder = encoder(NUMBERS, new Reconstruction(), 2, shape(2));

    encoder.encode(numbers(3, 4), 2, FeatureScaling.identity(2), plain);
    encoder.encodeAugmented(numbers(3, 4), 2, FeatureScaling.identity(2), augmented, 17);

    assertThat(inputs(augmented)).isEqualTo(inputs(plain)).containsExactly(3.0, 4.0);
  }

  @Test
  void anImageIsTurnedRoundWhereItIsAndByTheNoiseAlone() {
    SequenceEncoder encoder =
        new SequenceEncoder(
            new ModelSpec("m", PICTURE, Network.of(new Dense(3, 3)), new Reconstruction()),
            shape(1),
            new Augmentation(List.of(new HorizontalFlip(0.5)), List.of()));
    TrainingSequence image = new TrainingSequence("k", "", 0, 0, 1, new double[] {0, 51, 255});
    int turned = 0;
    for (long noise = 0; noise < 100; noise++) {
      float[] first = augmented(encoder, image, noise);

      assertThat(augmented(encoder, image, noise)).isEqualTo(first);
      if (first[0] == 0) {
        assertThat(first).containsExactly(0, 0.2f, 1);
      } else {
        assertThat(first).containsExactly(1, 0.2f, 0);
        turned++;
      }
    }
    assertThat(turned).isBetween(30, 70);
  }

  private static float[] augmented(SequenceEncoder encoder, TrainingSequence image, long noise) {
    SequenceBatch batch = new SequenceBatch(1, 1, 3, 3);
    encoder.encodeAugmented(image, 1, FeatureScaling.identity(3), batch, noise);
    return Arrays.copyOf(batch.x(0).data(), 3);
  }

  private static SequenceShape shape(int steps) {
    return new SequenceShape(steps, steps, 0);
  }

  private static SequenceEncoder encoder(
      FeatureSchema schema, Task task, int outputs, SequenceShape shape) {
    ModelSpec spec =
        new ModelSpec("m", schema, Network.of(new Dense(schema.inputWidth(), outputs)), task);
    return new SequenceEncoder(spec, shape, Augmentation.NONE);
  }

  private static TrainingSequence numbers(double... values) {
    return observed(NUMBERS, Arrays.stream(values).mapToObj(v -> new double[] {v}).toList());
  }

  private static TrainingSequence labelled(double... labels) {
    return observed(
        LABELLED, Arrays.stream(labels).mapToObj(label -> new double[] {9, label}).toList());
  }

  private static TrainingSequence observed(FeatureSchema schema, List<double[]> events) {
    double[] observed = new double[events.size() * schema.observedWidth()];
    double[] state = new double[schema.stateSize()];
    double[] unexpected = new double[schema.numbersWidth()];
    for (int i = 0; i < events.size(); i++) {
      int at = i * schema.observedWidth();
      schema.observe(events.get(i), i, unexpected, state, 0, observed, at);
    }
    return new TrainingSequence("k", "", 0, 0, events.size(), observed);
  }

  /** The first input of each step. */
  private static List<Double> inputs(SequenceBatch batch) {
    Double[] inputs = new Double[batch.steps()];
    for (int step = 0; step < inputs.length; step++) {
      inputs[step] = (double) batch.x(step).data()[0];
    }
    return List.of(inputs);
  }

  /** The targets of each step, - where nothing is to be learned. */
  private static List<String> targets(SequenceBatch batch) {
    String[] targets = new String[batch.steps()];
    for (int step = 0; step < targets.length; step++) {
      Matrix weight = batch.weight(step);
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < weight.columns(); i++) {
        text.append(i > 0 ? " " : "");
        text.append(weight.data()[i] > 0 ? String.valueOf(batch.target(step).data()[i]) : "-");
      }
      targets[step] = text.toString();
    }
    return List.of(targets);
  }
}

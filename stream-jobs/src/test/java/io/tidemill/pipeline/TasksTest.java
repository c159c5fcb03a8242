package io.tidemill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.anomaly.ResidualScorer;
import io.tidemill.feature.Classification;
import io.tidemill.feature.FieldForm;
import io.tidemill.feature.ImageFeature;
import io.tidemill.feature.LabelFeature;
import io.tidemill.feature.PastLabelsFeature;
import io.tidemill.feature.Reconstruction;
import io.tidemill.layer.Activation;
import io.tidemill.layer.Activation.Function;
import io.tidemill.layer.Conv2d;
import io.tidemill.layer.Dense;
import io.tidemill.layer.MaxPool;
import io.tidemill.layer.Padding;
import io.tidemill.layer.Upsample;
import io.tidemill.loss.BinaryCrossEntropy;
import io.tidemill.loss.SparseCrossEntropy;
import io.tidemill.network.Gan;
import io.tidemill.network.Network;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pipelines that do something else than forecast. */
class TasksTest {

  private static final String EVENTS =
      """
      name: any
      events: {topic: t, key: {constant: all}, time: record-timestamp}
      """;
  private static final String DIGITS =
      EVENTS
          + """
          features:
            - {image: pixels, height: 28, width: 28, channels: 1}
          """;

  @Test
  void theShapeOfAnImageGoesFromLayerToLayer() {
    Pipeline pipeline =
        parse(
            DIGITS
                + """
                model:
                  task: classify
                  label: digit
                  classes: 10
                  layers:
                    - conv2d: {filters: 8, kernel-height: 3, kernel-width: 3, padding: same}
                    - activation: relu
                    - max-pool: 2
                    - conv2d: {filters: 4, kernel-height: 5, kernel-width: 5}
                    - dense
                """);
    assertThat(pipeline.model().network())
        .isEqualTo(
            Network.of(
                new Conv2d(28, 28, 1, 8, 3, 3, Padding.SAME),
                new Activation(28 * 28 * 8, Function.RELU),
                new MaxPool(28, 28, 8, 2),
                new Conv2d(14, 14, 8, 4, 5, 5),
                new Dense(10 * 10 * 4, 10)));
    assertThat(pipeline.model().task()).isInstanceOf(Classification.class);
    assertThat(pipeline.features().featurizers())
        .containsExactly(
            new ImageFeature("pixels", 28, 28, 1),
            new LabelFeature("digit", ((Classification) pipeline.model().task()).classes()));
    assertThat(pipeline.learn().loss()).isEqualTo(new SparseCrossEntropy());
    assertThat(pipeline.events().numbersWidth()).isEqualTo(28 * 28 + 1);
  }

  @Test
  void anAutoencoderPutsOutWhatGoesIn() {
    Pipeline pipeline =
        parse(
            DIGITS
                + """
                model: {task: reconstruct, layers: [dense: 32, activation: relu, dense]}
                learn: {loss: binary-cross-entropy}
                """);
    assertThat(pipeline.model().task()).isEqualTo(new Reconstruction());
    assertThat(pipeline.model().network().outputSize()).isEqualTo(28 * 28);
    assertThat(pipeline.learn().loss()).isEqualTo(new BinaryCrossEntropy());
  }

  @Test
  void twoNetworksLearnAgainstEachOther() {
    Pipeline pipeline =
        parse(
            DIGITS
                + """
                model:
                  task: generate
                  latent: 8
                  generator: [dense: 49, upsample: {height: 7, width: 7, channels: 1, factor-height: 4}]
                  discriminator: [conv2d: {filters: 4, kernel-height: 3, kernel-width: 3}, dense]
                """);
    assertThat(pipeline.model().model())
        .isEqualTo(
            new Gan(
                Network.of(new Dense(8, 49), new Upsample(7, 7, 1, 4)),
                Network.of(new Conv2d(28, 28, 1, 4, 3, 3), new Dense(26 * 26 * 4, 1)),
                0));
    assertThat(pipeline.learn().loss()).isEqualTo(new BinaryCrossEntropy());
    assertThatThrownBy(() -> parse(DIGITS + "model: {task: generate, layers: [dense]}"))
        .hasMessageContaining("model.layers: does not go with task: generate")
        .hasMessageContaining("'generator' is missing");
  }

  @Test
  void saysWhatATaskNeedsAndWhatItDoesNotTake() {
    assertThatThrownBy(() -> parse(DIGITS + "model: {task: classify, layers: [dense]}"))
        .hasMessageContaining("'label' is missing")
        .hasMessageContaining("'classes' is missing");
    assertThatThrownBy(() -> parse(DIGITS + "model: {layers: [dense]}"))
        .hasMessageContaining("'target' is missing");
    assertThatThrownBy(
            () -> parse(DIGITS + "model: {task: reconstruct, horizon: 3, layers: [dense]}"))
        .hasMessageContaining("model.horizon: does not go with task: reconstruct");
  }

  @Test
  void whatIsWrittenStandsForAClassAndTheNetworkSeesEarlierOnes() {
    Pipeline pipeline =
        parse(
            DIGITS
                + """
                model:
                  task: classify
                  label: kind
                  classes: {normal: good, smurf: bad, "*": bad}
                  past-labels: {delay: 2, count: 3}
                  layers: [dense]
                """);
    assertThat(pipeline.model().task())
        .isEqualTo(new Classification("kind", List.of("good", "bad")));
    assertThat(pipeline.features().featurizers())
        .contains(new PastLabelsFeature("kind", List.of("good", "bad"), 2, 3, 8, 64));
    FieldForm.Symbol form = (FieldForm.Symbol) pipeline.events().fields().get(1).form();
    assertThat(List.of(form.index("normal"), form.index("smurf"), form.index("neptune")))
        .containsExactly(0, 1, 1);
    assertThat(new FieldForm.Symbol(List.of("up", "down")).index("aside")).isEqualTo(-1);
    assertThat(new FieldForm.Symbol(List.of("good"), Map.of("well", "good")).index("good"))
        .isEqualTo(-1);
  }

  @Test
  void saysWhatIsWrongWithTheMeaningOfClasses() {
    String classify = "model: {task: classify, label: kind, layers: [dense], classes: ";
    assertThatThrownBy(() -> parse(DIGITS + classify + "{a: one, b: one}}"))
        .hasMessageContaining("all that is written stands for [one]: want at least 2 classes");
    assertThatThrownBy(() -> parse(DIGITS + classify + "{a: [1], b: one}}"))
        .hasMessageContaining("model.classes.a");
    assertThatThrownBy(() -> parse(DIGITS + classify + "2, past-labels: {recent: 8, usual: 4}}"))
        .hasMessageContaining("model.past-labels.usual: must be more than recent, which is 8.0");
  }

  @Test
  void aLossFitsItsTask() {
    String classify = "model: {task: classify, label: digit, classes: 10, layers: [dense]}\n";
    assertThatThrownBy(() -> parse(DIGITS + classify + "learn: {loss: squared}"))
        .hasMessageContaining("learn.loss: does not fit the task: use sparse-cross-entropy");
    assertThat(
            parse(DIGITS + classify + "learn: {loss: {sparse-cross-entropy: {smoothing: 0.1}}}")
                .learn()
                .loss())
        .isEqualTo(new SparseCrossEntropy(0.1));
  }

  @Test
  void aSizeThatCannotBeInferredIsMissing() {
    assertThatThrownBy(
            () ->
                parse(
                    EVENTS
                        + """
                        features: [number: [a, b]]
                        model: {task: reconstruct, layers: [max-pool: 2, dense]}
                        """))
        .hasMessageContaining("'height' is missing");
  }

  @Test
  void aFormatCarriesOnlyWhatItCan() {
    assertThatThrownBy(
            () ->
                parse(
                    """
                    name: any
                    events: {topic: t, format: csv, csv: {columns: [pixels]}, key: {constant: all}, time: record-timestamp}
                    features: [{image: pixels, height: 2, width: 2, channels: 1}]
                    model: {task: reconstruct, layers: [dense]}
                    """))
        .hasMessageContaining("'pixels' is an array of numbers, which format: csv cannot carry");
  }

  @Test
  void whatIsGeneratedAnswersNoEvent() {
    Pipeline made =
        parse(
            DIGITS
                + "model: {task: generate, latent: 4, generator: [dense], discriminator: [dense]}");
    assertThatThrownBy(made::requireAnswers)
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("any.yaml: task: generate answers no events");
    parse(DIGITS + "model: {task: reconstruct, layers: [dense]}").requireAnswers();
  }

  @Test
  void aResidualOfAReconstructionIsOfEveryInput() {
    Pipeline pipeline =
        parse(
            EVENTS
                + """
                features: [{number: [a, b]}]
                model: {task: reconstruct, layers: [dense: 2, dense]}
                alerts: {score: residual}
                """);
    assertThat(pipeline.alerts().residual())
        .isEqualTo(new ResidualScorer(pipeline.features().inputWidth()));
  }

  @Test
  void aClassHasNoResidual() {
    assertThatThrownBy(
            () ->
                parse(
                    DIGITS
                        + """
                        model: {task: classify, label: digit, classes: 2, layers: [dense]}
                        alerts: {score: residual}
                        """))
        .hasMessageContaining("a residual is that of a forecast or of a reconstruction");
  }

  private static Pipeline parse(String text) {
    return PipelineFile.parse("any.yaml", text);
  }
}

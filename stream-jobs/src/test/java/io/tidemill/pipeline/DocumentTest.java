package io.tidemill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.feature.Featurizer;
import io.tidemill.feature.NumberFeature;
import io.tidemill.feature.Scale;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentTest {
  private static final String SIDES =
      """
      name: sides
      events: {topic: t, key: pump, time: record-timestamp}
      features: [number: [x, y], quantile: x, context: y]
      model: {task: classify, label: side, classes: 2, past-labels: {}, layers: [dense: 8, dense]}
      learn: {batch: 8, fresh: 2, replay: 100}
      """;

  private static Document sides() {
    return Document.of(PipelineFile.parse("sides.yaml", SIDES));
  }

  @ParameterizedTest
  @MethodSource("io.tidemill.pipeline.TestingPipelines#shipped")
  void aShippedFileWrittenAgainIsTheSamePipeline(Path file) {
    Pipeline pipeline = PipelineFile.read(file);
    Pipeline again = Document.of(pipeline).pipeline();
    assertThat(again.model()).isEqualTo(pipeline.model());
    assertThat(again.learn()).isEqualTo(pipeline.learn());
    assertThat(again.events()).isEqualTo(pipeline.events());
    assertThat(again.league()).isEqualTo(pipeline.league());
  }

  @Test
  void aValueIsReplacedAndTheOthersStay() {
    Pipeline before = sides().pipeline();
    Pipeline after = sides().with("learn.fresh", "4").pipeline();
    assertThat(after.learn().fresh()).isEqualTo(4);
    assertThat(after.learn().replay()).isEqualTo(100);
    assertThat(after.model()).isEqualTo(before.model());
  }

  @Test
  void sectionsThatAreNotWrittenAreMade() {
    Pipeline after = sides().with("learn.gate.quarantine", "false").pipeline();
    assertThat(after.learn().gate().quarantine()).isFalse();
    assertThat(after.learn().gate().trialSequences()).isEqualTo(Gate.STANDARD.trialSequences());
  }

  @Test
  void aValueIsTakenOutWhetherItIsWrittenOrNot() {
    Document without =
        sides().with("learn.batch", "2").without("learn.replay").without("learn.gate.trial");
    assertThat(without.pipeline().learn().replay()).isZero();
    assertThat(sides().without("league").pipeline().learn()).isEqualTo(sides().pipeline().learn());
  }

  @Test
  void featuresOfAKindAreTakenOutOrGetAnOption() {
    assertThat(sides().withoutFeatures("context").pipeline().features().featurizers())
        .extracting(Featurizer::name)
        .containsExactly("x", "y", "x.quantile", "side.past", "side");
    assertThat(sides().withFeatures("number", "scale", "none").pipeline().features().featurizers())
        .filteredOn(NumberFeature.class::isInstance)
        .extracting(feature -> ((NumberFeature) feature).scale())
        .containsExactly(Scale.NONE, Scale.NONE);
  }

  @Test
  void theDocumentItselfDoesNotChange() {
    Document sides = sides();
    sides.with("learn.fresh", "4").withoutFeatures("quantile");
    assertThat(sides.pipeline().model()).isEqualTo(sides().pipeline().model());
    assertThat(sides.pipeline().learn().fresh()).isEqualTo(2);
  }

  @Test
  void whatBecomesWrongIsRefusedAsInAFile() {
    Document wrong = sides().with("learn.fresh", "9");
    assertThatThrownBy(wrong::pipeline)
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("fresh is 9: must be 1 to 8");
  }
}

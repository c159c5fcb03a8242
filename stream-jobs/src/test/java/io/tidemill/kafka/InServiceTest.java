package io.tidemill.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.feature.FeatureScaling;
import io.tidemill.network.Parameters;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSnapshotCodec;
import io.tidemill.snapshot.ModelVersion;
import io.tidemill.snapshot.Provenance;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class InServiceTest {
  private static final Pipeline PIPELINE = pipeline(2);

  @Test
  void anyModelIsNewerThanNone() {
    assertThat(InService.NOTHING.isOlderThan(model(PIPELINE, 1, 5))).isTrue();
  }

  @Test
  void oneOfALaterEpochOrOfMoreStepsIsNewer() {
    assertThat(inService(2, 10).isOlderThan(model(PIPELINE, 3, 1))).isTrue();
    assertThat(inService(2, 10).isOlderThan(model(PIPELINE, 2, 11))).isTrue();
    assertThat(inService(2, 10).isOlderThan(model(PIPELINE, 2, 10))).isFalse();
    assertThat(inService(2, 10).isOlderThan(model(PIPELINE, 1, 99))).isFalse();
  }

  @Test
  void whereTheVersionInServiceCannotBeReadItsEpochCounts() {
    InService cut = new InService(2, new byte[] {1, 2, 3});

    assertThat(cut.isOlderThan(model(PIPELINE, 2, 99))).isFalse();
    assertThat(cut.isOlderThan(model(PIPELINE, 3, 1))).isTrue();
    assertThat(cut.nextEpoch()).isEqualTo(3);
  }

  @Test
  void aSnapshotIsOneOfItsModelAlone() {
    assertThat(inService(2, 10).snapshotOf(PIPELINE.model())).isNotNull();
    assertThat(inService(2, 10).snapshotOf(pipeline(3).model())).isNull();
    assertThat(InService.NOTHING.snapshotOf(PIPELINE.model())).isNull();
  }

  private static InService inService(int epoch, long sequence) {
    return new InService(epoch, ModelSnapshotCodec.encode(model(PIPELINE, epoch, sequence)));
  }

  private static ModelSnapshot model(Pipeline pipeline, int epoch, long sequence) {
    return new ModelSnapshot(
        pipeline.model(),
        new ModelVersion(epoch, sequence),
        Parameters.initial(pipeline.model().model(), 1),
        FeatureScaling.identity(pipeline.features().observedWidth()),
        new Provenance("test", 0, OptionalLong.empty(), 1, 1));
  }

  private static Pipeline pipeline(int hidden) {
    return PipelineFile.parse(
        "levels.yaml",
        """
        name: levels
        events: {topic: t, key: k, time: {field: at}}
        features: [number: level]
        model: {target: level, layers: [gru: %d, dense]}
        """
            .formatted(hidden));
  }
}

package io.tidemill.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.pipeline.Pipeline;
import io.tidemill.snapshot.ModelSnapshotCodec;
import org.junit.jupiter.api.Test;

class InServiceTest {
  private static final Pipeline PIPELINE = TestingVersions.pipeline(2);

  @Test
  void aSnapshotIsOneOfItsModelAlone() {
    InService inService =
        new InService(2, ModelSnapshotCodec.encode(TestingVersions.snapshot(PIPELINE, 2, 10)));

    assertThat(inService.snapshotOf(PIPELINE.model())).isNotNull();
    assertThat(inService.snapshotOf(TestingVersions.pipeline(3).model())).isNull();
    assertThat(InService.NOTHING.snapshotOf(PIPELINE.model())).isNull();
  }

  @Test
  void whatCannotBeReadIsNoSnapshotButItsEpochCounts() {
    InService cut = new InService(2, new byte[] {1, 2, 3});

    assertThat(cut.snapshotOf(PIPELINE.model())).isNull();
    assertThat(cut.nextEpoch()).isEqualTo(3);
  }
}

package io.tidemill.kafka;

import static io.tidemill.kafka.TestingVersions.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.control.KnownVersion;
import io.tidemill.control.Order;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.snapshot.ModelVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class AtSubmissionTest {
  private static final Pipeline PIPELINE = TestingVersions.pipeline(2);

  @Test
  void anyModelIsNewerThanNone() {
    assertThat(AtSubmission.NOTHING.isOlderThan(snapshot(PIPELINE, 1, 5))).isTrue();
  }

  @Test
  void oneOfALaterEpochOrOfMoreStepsIsNewer() {
    AtSubmission submission = withVersion(2, 10);

    assertThat(submission.isOlderThan(snapshot(PIPELINE, 3, 1))).isTrue();
    assertThat(submission.isOlderThan(snapshot(PIPELINE, 2, 11))).isTrue();
    assertThat(submission.isOlderThan(snapshot(PIPELINE, 2, 10))).isFalse();
    assertThat(submission.isOlderThan(snapshot(PIPELINE, 1, 99))).isFalse();
  }

  @Test
  void whereNoVersionIsWholeTheEpochCounts() {
    AtSubmission cut = new AtSubmission(new InService(2, new byte[0]), List.of(), List.of(), 0, 0);

    assertThat(cut.isOlderThan(snapshot(PIPELINE, 2, 99))).isFalse();
    assertThat(cut.isOlderThan(snapshot(PIPELINE, 3, 1))).isTrue();
  }

  @Test
  void travelsWithTheJob() throws Exception {
    AtSubmission submission =
        new AtSubmission(
            new InService(2, new byte[] {1, 2}),
            withVersion(2, 10).versions(),
            List.of(new Order.Pin(new ModelVersion(2, 10)).message("id", 5, "me", "to see")),
            7,
            8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(submission);
    }

    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(submission);
    }
    assertThat(submission.withoutSnapshot().inService()).isEqualTo(new InService(2, new byte[0]));
  }

  private static AtSubmission withVersion(int epoch, long sequence) {
    KnownVersion version =
        new KnownVersion("levels", new ModelVersion(epoch, sequence), "f", null, 1, 1, 2, false);
    return new AtSubmission(
        new InService(epoch, new byte[0]), List.of(version.emptyChunk(0)), List.of(), 0, 0);
  }
}

package io.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.control.Order;
import io.tidemill.kafka.AtSubmission;
import io.tidemill.kafka.MessageSerializer;
import io.tidemill.kafka.ModelChunks;
import io.tidemill.kafka.TestingVersions;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.schema.message.Control;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.snapshot.ModelVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VersionKeeperTest {
  /** Keeps four versions. */
  private static final Pipeline PIPELINE = TestingVersions.pipeline(2);

  private static final String FINGERPRINT = AtSubmission.fingerprint(PIPELINE);

  private final List<TwoInputStreamOperatorTestHarness<?, ?, ?>> open = new ArrayList<>();
  private TwoInputStreamOperatorTestHarness<ModelChunk, Control, ModelChunk> keeper;

  VersionKeeperTest() throws Exception {
    keeper = started(null);
  }

  @AfterEach
  void close() throws Exception {
    for (TwoInputStreamOperatorTestHarness<?, ?, ?> harness : open) {
      harness.close();
    }
  }

  @Test
  void dropsWhatIsNotKept() throws Exception {
    publish(1, 20);

    Set<Long> dropped = dropped();
    assertThat(dropped).hasSize(20 - 4).doesNotContain(1L, 20L);
    assertThat(keeper.extractOutputValues())
        .hasSameSizeAs(dropped)
        .allSatisfy(chunk -> assertThat(ModelChunks.isPayload(chunk)).isFalse());
  }

  @Test
  void dropsEveryChunkOfAVersion() throws Exception {
    String large = "x".repeat(ModelChunks.CHUNK_BYTES + 1);
    for (long sequence = 1; sequence <= 5; sequence++) {
      add(TestingVersions.chunks("levels", 1, sequence, FINGERPRINT, large));
    }

    assertThat(keeper.extractOutputValues()).extracting(ModelChunk::getChunk).containsExactly(0, 1);
    assertThat(dropped()).hasSize(1);
  }

  @Test
  void whatIsPinnedStays() throws Exception {
    publish(1, 3);
    order(new Order.Pin(new ModelVersion(1, 2)));
    publish(4, 50);

    assertThat(dropped()).hasSize(50 - 4).doesNotContain(2L);
    order(new Order.Unpin());
    publish(51, 90);
    assertThat(dropped()).contains(2L);
  }

  @Test
  void goesOnFromACheckpoint() throws Exception {
    publish(1, 30);
    OperatorSubtaskState state = keeper.snapshot(1, 1);
    publish(31, 60);
    Set<Long> undisturbed = dropped();

    keeper = started(state);
    publish(31, 60);

    assertThat(undisturbed).containsAll(dropped());
    assertThat(dropped()).hasSize(30);
  }

  @Test
  void whatAnotherDroppedIsNotDroppedAgain() throws Exception {
    publish(1, 4);
    add(List.of(TestingVersions.tombstone(chunks(2).get(0))));
    publish(5, 5);

    assertThat(keeper.extractOutputValues()).isEmpty();
  }

  private TwoInputStreamOperatorTestHarness<ModelChunk, Control, ModelChunk> started(
      @Nullable OperatorSubtaskState state) throws Exception {
    TwoInputStreamOperatorTestHarness<ModelChunk, Control, ModelChunk> harness =
        new TwoInputStreamOperatorTestHarness<>(
            new CoProcessOperator<>(new VersionKeeper(PIPELINE, AtSubmission.NOTHING)), 1, 1, 0);
    harness.setup(new MessageSerializer<>(ModelChunk.class));
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    open.add(harness);
    return harness;
  }

  private Set<Long> dropped() {
    return new HashSet<>(
        keeper.extractOutputValues().stream().map(ModelChunk::getSequence).toList());
  }

  private void publish(long first, long last) throws Exception {
    for (long sequence = first; sequence <= last; sequence++) {
      add(chunks(sequence));
    }
  }

  private void add(List<ModelChunk> chunks) throws Exception {
    for (ModelChunk chunk : chunks) {
      keeper.processElement1(new StreamRecord<>(chunk));
    }
  }

  private void order(Order order) throws Exception {
    keeper.processElement2(new StreamRecord<>(order.message("id", 1, "me", "to see")));
  }

  private static List<ModelChunk> chunks(long sequence) {
    return TestingVersions.chunks("levels", 1, sequence, FINGERPRINT, "v" + sequence);
  }
}

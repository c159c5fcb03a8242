package io.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.feature.StreamMoments;
import io.tidemill.pipeline.Learn;
import io.tidemill.train.Trainer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearnerStateTest {
  private static final int FORMAT_AT = Integer.BYTES;
  private static final long MODEL = TestingStream.SPEC.fingerprint();

  private static final class Counted implements LearnerMemory {
    private final String name;
    long count;

    Counted(String name, long count) {
      this.name = name;
      this.count = count;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void write(DataOutput out, FlatCodec codec) throws IOException {
      out.writeLong(count);
    }

    @Override
    public void read(DataInput in, FlatCodec codec) throws IOException {
      count = in.readLong();
    }
  }

  private static LearnerState state(LearnerMemory... memories) {
    Learn learn = TestingStream.learn(0.01, 4);
    Trainer trainer =
        new Trainer(TestingStream.SPEC.model(), learn.loss(), learn.training(), 1, 4, 4);
    return new LearnerState(
        trainer,
        new StreamMoments(TestingStream.SPEC.features()),
        new ReplayBuffer(4, 1),
        4,
        3,
        List.of(memories));
  }

  @Test
  void memoriesGoOnByTheirNames() {
    byte[] saved =
        state(new Counted("a", 1), new Counted("gone", 2), new Counted("b", 3)).encode(MODEL);
    Counted b = new Counted("b", 0);
    Counted fresh = new Counted("new", 7);
    Counted a = new Counted("a", 0);

    assertThat(state(b, fresh, a).restore(saved, MODEL)).isTrue();

    assertThat(List.of(a.count, b.count, fresh.count)).containsExactly(1L, 3L, 7L);
  }

  @Test
  void aStateOfTheFirstFormatHasNoMemories() {
    byte[] saved = state().encode(MODEL);
    byte[] first = Arrays.copyOf(saved, saved.length - Integer.BYTES);
    ByteBuffer.wrap(first).putInt(FORMAT_AT, 1);
    Counted memory = new Counted("a", 7);
    LearnerState restored = state(memory);

    assertThat(restored.restore(first, MODEL)).isTrue();

    assertThat(memory.count).isEqualTo(7);
    assertThat(restored.epoch).isEqualTo(3);
  }

  @Test
  void refusesAFormatOfALaterRelease() {
    byte[] saved = state().encode(MODEL);
    ByteBuffer.wrap(saved).putInt(FORMAT_AT, 99);

    assertThatThrownBy(() -> state().restore(saved, MODEL))
        .hasMessageContaining("format 99")
        .hasMessageContaining("restore with the release that wrote the checkpoint");
  }

  @Test
  void saysThatItIsCut() {
    byte[] saved = state().encode(MODEL);

    assertThatThrownBy(() -> state().restore(Arrays.copyOf(saved, saved.length - 1), MODEL))
        .hasMessageContaining("cut or corrupted");
  }
}

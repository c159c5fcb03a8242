package io.tidemill.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink.PrecommittingStatefulSinkWriter;
import org.junit.jupiter.api.Test;

class ContainedWriterTest {
  private final ContainedWriter<String, String, String> writer =
      new ContainedWriter<>(new TestingFailingWriter());

  @Test
  void closesThoughAProducerHasFailed() {
    assertThatCode(writer::close).doesNotThrowAnyException();
  }

  @Test
  void failsWhereACheckpointDependsOnIt() {
    assertThatThrownBy(() -> writer.flush(false)).hasMessage("flush");
    assertThatThrownBy(writer::prepareCommit).hasMessage("prepare");
    assertThatThrownBy(() -> writer.snapshotState(1)).hasMessage("snapshot");
  }

  /** Its producer has failed: everything fails, closing too. */
  private static final class TestingFailingWriter
      implements PrecommittingStatefulSinkWriter<String, String, String> {

    @Override
    public void write(String element, Context context) throws IOException {
      throw new IOException("write");
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
      throw new IOException("flush");
    }

    @Override
    public Collection<String> prepareCommit() throws IOException {
      throw new IOException("prepare");
    }

    @Override
    public List<String> snapshotState(long checkpointId) throws IOException {
      throw new IOException("snapshot");
    }

    @Override
    public void close() throws IOException {
      throw new IOException("close");
    }
  }
}

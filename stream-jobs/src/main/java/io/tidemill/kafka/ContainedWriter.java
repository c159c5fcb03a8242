package io.tidemill.kafka;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink.PrecommittingStatefulSinkWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A writer that closes without an exception.
 *
 * <p>A Kafka writer repeats on closing what its producer met before, as where a TaskManager was
 * frozen and others have taken over its transactions. By then the task is over, and Flink takes an
 * exception there for a reason to end the whole process, with all other tasks in it. Nothing is
 * lost: what was not flushed belongs to no checkpoint, and is written again.
 */
final class ContainedWriter<T, S, C> implements PrecommittingStatefulSinkWriter<T, S, C> {
  private static final Logger LOG = LoggerFactory.getLogger(ContainedWriter.class);

  private final PrecommittingStatefulSinkWriter<T, S, C> writer;

  ContainedWriter(PrecommittingStatefulSinkWriter<T, S, C> writer) {
    this.writer = writer;
  }

  @Override
  public void write(T element, Context context) throws IOException, InterruptedException {
    writer.write(element, context);
  }

  @Override
  public void writeWatermark(Watermark watermark) throws IOException, InterruptedException {
    writer.writeWatermark(watermark);
  }

  @Override
  public void flush(boolean endOfInput) throws IOException, InterruptedException {
    writer.flush(endOfInput);
  }

  @Override
  public Collection<C> prepareCommit() throws IOException, InterruptedException {
    return writer.prepareCommit();
  }

  @Override
  public List<S> snapshotState(long checkpointId) throws IOException {
    return writer.snapshotState(checkpointId);
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.warn("A Kafka producer has failed before it was closed", e);
    }
  }
}

package io.tidemill.inference;

import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.StateBackend;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSnapshotCodec;
import io.tidemill.snapshot.SnapshotFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.api.OperatorIdentifier;
import org.apache.flink.state.api.SavepointReader;
import org.apache.flink.state.api.functions.KeyedStateReaderFunction;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The state of a pipeline's inference job in a savepoint or a checkpoint.
 *
 * @param location a folder, or what else Flink reads
 */
public record SavedState(Pipeline pipeline, String location) {
  private static final OperatorIdentifier OPERATOR =
      OperatorIdentifier.forUid(InferenceJob.OPERATOR);
  private static final TypeInformation<byte[]> BYTES =
      PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;

  /**
   * A folder on this machine.
   *
   * @throws IOException if it is missing, or no savepoint
   */
  public static SavedState in(Pipeline pipeline, Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + ": no such folder: name that of a savepoint or a checkpoint");
    }
    if (!Files.exists(folder.resolve("_metadata"))) {
      throw new IOException(
          folder
              + ": has no _metadata, and so is no savepoint: name its own folder, such as"
              + " savepoint-… or chk-…");
    }
    return new SavedState(pipeline, folder.toUri().toString());
  }

  /**
   * What is remembered of a key; null: nothing.
   *
   * @throws IOException if it cannot be read, or is of another job
   */
  public @Nullable KeyState key(String key) throws IOException {
    List<byte[]> found =
        read(
            reader ->
                reader
                    .readKeyedState(
                        OPERATOR,
                        new OneKey(key, pipeline.execution().stateTtl()),
                        Types.STRING,
                        BYTES)
                    .filter(state -> state.length > 0));
    if (found.isEmpty()) {
      return null;
    }
    EntityState state =
        new EntityStateSerializer().deserialize(new DataInputDeserializer(found.get(0)));
    return KeyState.of(pipeline, key, state);
  }

  /**
   * The version that was in service; null: there was none.
   *
   * @throws IOException if it cannot be read, or is of another job or pipeline
   */
  public @Nullable ModelSnapshot inService() throws IOException {
    List<byte[]> found =
        read(
            reader ->
                reader.readUnionState(
                    OPERATOR,
                    Entities.model().getName(),
                    BYTES,
                    BytePrimitiveArraySerializer.INSTANCE));
    if (found.isEmpty()) {
      return null;
    }
    ModelSnapshot model;
    try {
      model = ModelSnapshotCodec.decode(found.get(0));
    } catch (SnapshotFormatException e) {
      throw new IOException(location + ": its model cannot be read: " + e.getMessage(), e);
    }
    if (!model.spec().name().equals(pipeline.name())) {
      throw new IOException(
          "%s: is of the pipeline %s, not of %s"
              .formatted(location, model.spec().name(), pipeline.name()));
    }
    return model;
  }

  /** A part of the state, as a stream. */
  @FunctionalInterface
  private interface Part<T> {
    DataStream<T> of(SavepointReader reader) throws IOException;
  }

  private <T> List<T> read(Part<T> part) throws IOException {
    List<T> found = new ArrayList<>();
    try (LocalStreamEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1)) {
      SavepointReader reader =
          SavepointReader.read(
              env,
              location,
              pipeline.execution().stateBackend() == StateBackend.ROCKSDB
                  ? new EmbeddedRocksDBStateBackend()
                  : new HashMapStateBackend());
      try (CloseableIterator<T> all = part.of(reader).executeAndCollect("read " + location)) {
        all.forEachRemaining(found::add);
      }
    } catch (Exception e) {
      throw new IOException(location + ": cannot be read: " + cause(e), e);
    }
    return found;
  }

  /** The first of the causes that says something. */
  private static String cause(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }

  /** The bytes of the state of one key; of any other none, as Flink wants a record for each. */
  private static final class OneKey extends KeyedStateReaderFunction<String, byte[]> {
    private static final long serialVersionUID = 1;

    private final String wanted;
    private final @Nullable Duration ttl;
    private transient @Nullable ValueState<EntityState> states;

    OneKey(String wanted, @Nullable Duration ttl) {
      this.wanted = wanted;
      this.ttl = ttl;
    }

    @Override
    public void open(OpenContext context) {
      states = getRuntimeContext().getState(Entities.descriptor(ttl));
    }

    @Override
    public void readKey(String key, Context context, Collector<byte[]> out) throws Exception {
      EntityState state = states == null || !key.equals(wanted) ? null : states.value();
      DataOutputSerializer bytes = new DataOutputSerializer(64);
      if (state != null) {
        new EntityStateSerializer().serialize(state, bytes);
      }
      out.collect(bytes.getCopyOfBuffer());
    }
  }
}

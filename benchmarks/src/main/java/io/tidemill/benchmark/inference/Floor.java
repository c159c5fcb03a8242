package io.tidemill.benchmark.inference;

import io.tidemill.kafka.Event;
import io.tidemill.schema.message.ModelReference;
import io.tidemill.schema.message.Output;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.PredictionStatus;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * What any job must do that keeps a network's memory for every key and answers every event: the
 * memory is read and written, the answer is a number of the event, and nothing is computed.
 *
 * @param <E> the record that crosses keyBy
 */
@SuppressWarnings("NullAway.Init") // open makes it
abstract class Floor<E> extends KeyedProcessFunction<String, E, Prediction> {
  private static final long serialVersionUID = 1;

  private final String name;
  private final int units;
  private final String target;
  private transient ModelReference model;
  private transient ValueState<float[]> memories;

  private Floor(String name, int units, String target) {
    this.name = name;
    this.units = units;
    this.target = target;
  }

  @Override
  public void open(OpenContext context) {
    memories =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>(
                    "memory", PrimitiveArrayTypeInfo.FLOAT_PRIMITIVE_ARRAY_TYPE_INFO));
    model = reference(name);
  }

  static ModelReference reference(String name) {
    return new ModelReference(name, 1, 1L, "0123456789abcdef", 1_750_000_000_000L);
  }

  float[] memory() throws Exception {
    float[] memory = memories.value();
    return memory == null ? new float[units] : memory;
  }

  void remember(float[] memory) throws Exception {
    memories.update(memory);
  }

  Prediction answer(String eventId, String key, long time, long ingestedAt, double value) {
    return new Prediction(
        eventId,
        key,
        time,
        ingestedAt,
        PredictionStatus.PREDICTED,
        null,
        List.of(new Output(target, 1, value, null)),
        null,
        null,
        null,
        model,
        false,
        false,
        false);
  }

  /** With Tidemill's own record across keyBy. */
  static final class Lean extends Floor<Event> {
    private static final long serialVersionUID = 1;

    Lean(int units, String target) {
      super("floor", units, target);
    }

    @Override
    public void processElement(Event event, Context context, Collector<Prediction> out)
        throws Exception {
      float[] memory = memory();
      memory[0] = (float) event.numbers[0];
      remember(memory);
      out.collect(
          answer(event.eventId(), event.key, event.time, event.ingestedAt, event.numbers[0]));
    }
  }

  /** With what Avro reads without generated classes. */
  static final class Generic extends Floor<GenericRecord> {
    private static final long serialVersionUID = 1;
    private final String first;

    Generic(int units, String target, String first) {
      super("floor-generic-avro", units, target);
      this.first = first;
    }

    @Override
    public void processElement(GenericRecord event, Context context, Collector<Prediction> out)
        throws Exception {
      float[] memory = memory();
      double value = GenericEvents.number(event, first);
      memory[0] = (float) value;
      remember(memory);
      String key = context.getCurrentKey();
      out.collect(
          answer(
              String.valueOf(event.get("id")),
              key,
              (Long) event.get("time"),
              (Long) event.get("time"),
              value));
    }
  }
}

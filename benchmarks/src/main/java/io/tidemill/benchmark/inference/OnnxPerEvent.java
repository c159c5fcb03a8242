package io.tidemill.benchmark.inference;

import io.tidemill.benchmark.OnnxModel;
import io.tidemill.feature.NumberFeature;
import io.tidemill.kafka.Event;
import io.tidemill.schema.message.ModelReference;
import io.tidemill.schema.message.Output;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.PredictionStatus;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * ONNX Runtime in a keyed function, as fast as it can be had there: the GRU operator, tensors in
 * direct buffers that are made once, its hidden state in keyed state, one call an event. Features
 * and answer are those of Tidemill where no reading is missing.
 */
@SuppressWarnings("NullAway.Init") // open makes it
final class OnnxPerEvent extends KeyedProcessFunction<String, Event, Prediction> {
  private static final long serialVersionUID = 1;

  private final String file;
  private final double[] mean; // [fields]
  private final double[] deviation; // [fields]
  private final int units;
  private final String target;
  private final int targetField;
  private transient OnnxModel model;
  private transient FloatBuffer xBuffer;
  private transient FloatBuffer hBuffer;
  private transient FloatBuffer gBuffer;
  private transient FloatBuffer yBuffer;
  private transient float[] x;
  private transient ValueState<float[]> memories;
  private transient ModelReference reference;

  OnnxPerEvent(
      Path file, double[] mean, double[] deviation, int units, String target, int targetField) {
    this.file = file.toString();
    this.mean = mean;
    this.deviation = deviation;
    this.units = units;
    this.target = target;
    this.targetField = targetField;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    model = new OnnxModel(Path.of(file), 1);
    xBuffer = model.buffer("x");
    hBuffer = model.buffer("h");
    gBuffer = model.buffer("g");
    yBuffer = model.buffer("y");
    x = new float[xBuffer.capacity()];
    reference = Floor.reference("onnx-per-event");
    memories =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>(
                    "memory", PrimitiveArrayTypeInfo.FLOAT_PRIMITIVE_ARRAY_TYPE_INFO));
  }

  @Override
  public void processElement(Event event, Context context, Collector<Prediction> out)
      throws Exception {
    double[] numbers = event.numbers;
    for (int field = 0; field < numbers.length; field++) {
      double value = numbers[field];
      boolean missing = Double.isNaN(value);
      x[2 * field] = missing ? 0 : (float) cut((value - mean[field]) / deviation[field]);
      x[2 * field + 1] = missing ? 1 : 0;
    }
    float[] memory = memories.value();
    if (memory == null) {
      memory = new float[units];
    }
    xBuffer.put(0, x);
    hBuffer.put(0, memory);
    model.run();
    gBuffer.get(0, memory);
    memories.update(memory);
    double value = numbers[targetField] + deviation[targetField] * cut(yBuffer.get(0));
    out.collect(
        new Prediction(
            event.eventId(),
            event.key,
            event.time,
            event.ingestedAt,
            PredictionStatus.PREDICTED,
            null,
            List.of(new Output(target, 1, value, null)),
            null,
            null,
            null,
            reference,
            false,
            false,
            false));
  }

  private static double cut(double value) {
    return Math.max(-NumberFeature.LIMIT, Math.min(NumberFeature.LIMIT, value));
  }

  @Override
  public void close() throws Exception {
    if (model != null) {
      model.close();
    }
  }
}

package io.tidemill.benchmark.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemill.kafka.KafkaConnection;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A network on a stream in the style of the published study of streaming inference (Horchidan et
 * al., Crayfish, EDBT 2024): a tensor is a tree of JSON, then lists of boxed floats, which Kryo
 * carries from operator to operator as none is chained; every event is a call of ONNX Runtime with
 * a tensor of its own, and is sent on with its prediction. As in the study's own adapters, the JSON
 * mapper is made for every event.
 */
final class OnnxJsonStyle {
  private OnnxJsonStyle() {}

  /** An event with its tensor, and what the network says of it. */
  static final class DataPoint {
    long creationTimestamp;
    ArrayList<ArrayList<Float>> tensor = new ArrayList<>();
    ArrayList<ArrayList<Float>> prediction = new ArrayList<>();
  }

  static void add(
      StreamExecutionEnvironment env,
      KafkaConnection kafka,
      String events,
      String predictions,
      byte[] model) {
    env.disableOperatorChaining();
    KafkaSource<DataPoint> source =
        KafkaSource.<DataPoint>builder()
            .setBootstrapServers(kafka.bootstrapServers())
            .setTopics(events)
            .setGroupId(predictions)
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setDeserializer(new Deserializer())
            .build();
    env.fromSource(source, WatermarkStrategy.noWatermarks(), "input")
        .map(new Scoring(model))
        .returns(new GenericTypeInfo<>(DataPoint.class))
        .name("scoring")
        .sinkTo(
            KafkaSink.<DataPoint>builder()
                .setBootstrapServers(kafka.bootstrapServers())
                .setRecordSerializer(
                    KafkaRecordSerializationSchema.<DataPoint>builder()
                        .setTopic(predictions)
                        .setValueSerializationSchema(new Serializer())
                        .build())
                .build())
        .name("output");
  }

  private static final class Deserializer implements KafkaRecordDeserializationSchema<DataPoint> {
    private static final long serialVersionUID = 1;
    private static final float WHITE = 255;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<DataPoint> out)
        throws IOException {
      JsonNode node = new ObjectMapper().readTree(record.value());
      DataPoint point = new DataPoint();
      point.creationTimestamp = node.get("at").numberValue().longValue();
      ArrayList<Float> row = new ArrayList<>();
      for (JsonNode pixel : node.get("pixels")) {
        row.add(pixel.floatValue() / WHITE);
      }
      point.tensor.add(row);
      out.collect(point);
    }

    @Override
    public TypeInformation<DataPoint> getProducedType() {
      return new GenericTypeInfo<>(DataPoint.class);
    }
  }

  private static final class Scoring extends RichMapFunction<DataPoint, DataPoint> {
    private static final long serialVersionUID = 1;

    private final byte[] model;
    private transient @Nullable OrtSession session;

    Scoring(byte[] model) {
      this.model = model;
    }

    @Override
    public void open(OpenContext context) throws Exception {
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        session = OrtEnvironment.getEnvironment().createSession(model, options);
      }
    }

    @Override
    public DataPoint map(DataPoint point) throws Exception {
      if (session == null) {
        throw new IllegalStateException("not opened");
      }
      List<Float> all = point.tensor.stream().flatMap(List::stream).toList();
      float[] values = new float[all.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = all.get(i);
      }
      try (OnnxTensor x =
              OnnxTensor.createTensor(
                  OrtEnvironment.getEnvironment(),
                  FloatBuffer.wrap(values),
                  new long[] {point.tensor.size(), values.length / point.tensor.size()});
          OrtSession.Result result = session.run(Map.of("x", x))) {
        for (float[] outputs : (float[][]) result.get(0).getValue()) {
          ArrayList<Float> row = new ArrayList<>();
          for (float output : outputs) {
            row.add(output);
          }
          point.prediction.add(row);
        }
      }
      return point;
    }

    @Override
    public void close() throws Exception {
      if (session != null) {
        session.close();
      }
    }
  }

  private static final class Serializer implements SerializationSchema<DataPoint> {
    private static final long serialVersionUID = 1;

    @Override
    public byte[] serialize(DataPoint point) {
      try {
        return new ObjectMapper()
            .writeValueAsBytes(
                Map.of(
                    "creationTimestamp",
                    point.creationTimestamp,
                    "tensor",
                    point.tensor,
                    "prediction",
                    point.prediction));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}

package io.tidemill.benchmark.inference;

import io.tidemill.feature.Forecast;
import io.tidemill.inference.InferenceJob;
import io.tidemill.job.JobSettings;
import io.tidemill.kafka.Event;
import io.tidemill.kafka.EventSource;
import io.tidemill.kafka.FirstModel;
import io.tidemill.kafka.KafkaConnection;
import io.tidemill.kafka.MessageSerializer;
import io.tidemill.kafka.MessageSink;
import io.tidemill.kafka.MessageSinks;
import io.tidemill.layer.Dense;
import io.tidemill.network.Network;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.schema.message.Prediction;
import io.tidemill.snapshot.ModelSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What is measured: ways from a topic of events to a topic of answers. */
enum Job {
  /** The events themselves, sent on as they came. */
  PASS_THROUGH("pass-through", Workload.Kind.READINGS) {
    @Override
    void wire(StreamExecutionEnvironment env, Pipeline pipeline, KafkaConnection kafka) {
      List<String> fields = pipeline.features().fields();
      events(env, pipeline, kafka)
          .map(event -> envelope(event, fields))
          .returns(MessageSerializer.typeOf(io.tidemill.schema.message.Event.class))
          .sinkTo(
              MessageSink.of(
                  kafka,
                  pipeline.topics().predictions(),
                  io.tidemill.schema.message.Event.class,
                  io.tidemill.schema.message.Event::getKey,
                  pipeline.execution().output(),
                  pipeline.execution().delivery()));
    }
  },

  /** Memory read and written and an answer made, without arithmetic. */
  FLOOR("floor", Workload.Kind.READINGS) {
    @Override
    void wire(StreamExecutionEnvironment env, Pipeline pipeline, KafkaConnection kafka) {
      answers(
          events(env, pipeline, kafka)
              .process(new Floor.Lean(network(pipeline).stateSize(), target(pipeline))),
          pipeline,
          kafka);
    }
  },

  /** The same with generic Avro records across keyBy. */
  FLOOR_GENERIC_AVRO("floor-generic-avro", Workload.Kind.READINGS) {
    @Override
    void wire(StreamExecutionEnvironment env, Pipeline pipeline, KafkaConnection kafka) {
      JobSettings.apply(pipeline.execution(), env);
      GenericEvents events = new GenericEvents();
      answers(
          env.fromSource(
                  KafkaSource.<org.apache.avro.generic.GenericRecord>builder()
                      .setBootstrapServers(kafka.bootstrapServers())
                      .setTopics(pipeline.events().topic())
                      .setGroupId(pipeline.name())
                      .setStartingOffsets(OffsetsInitializer.earliest())
                      .setDeserializer(events)
                      .build(),
                  WatermarkStrategy.noWatermarks(),
                  "events")
              .keyBy(event -> String.valueOf(event.get("key")), Types.STRING)
              .process(
                  new Floor.Generic(
                      network(pipeline).stateSize(),
                      target(pipeline),
                      pipeline.features().fields().get(0))),
          pipeline,
          kafka);
    }
  },

  /** The product. */
  TIDEMILL("tidemill", Workload.Kind.READINGS),

  /** The product as a pipeline file has it that does not learn from its stream. */
  TIDEMILL_NO_FEATURE_LOG("tidemill-no-feature-log", Workload.Kind.READINGS),

  /** The best one can write with ONNX Runtime, a call for each event. */
  ONNX_PER_EVENT("onnx-per-event", Workload.Kind.READINGS) {
    @Override
    void wire(StreamExecutionEnvironment env, Pipeline pipeline, KafkaConnection kafka)
        throws IOException {
      ModelSnapshot model = Workload.model(pipeline);
      List<String> fields = pipeline.features().fields();
      double[] mean = new double[fields.size()];
      double[] deviation = new double[fields.size()];
      int[] columns = new int[fields.size()];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = pipeline.features().columns().indexOf(fields.get(i));
        mean[i] = model.scaling().mean()[columns[i]];
        deviation[i] = model.scaling().deviation()[columns[i]];
      }
      Path file = Files.createTempFile("tidemill-gru-", ".onnx");
      file.toFile().deleteOnExit();
      Files.write(file, OnnxFile.gruAndDense(network(pipeline), model.servedWeights()));
      answers(
          events(env, pipeline, kafka)
              .process(
                  new OnnxPerEvent(
                      file,
                      mean,
                      deviation,
                      network(pipeline).stateSize(),
                      target(pipeline),
                      fields.indexOf(target(pipeline)))),
          pipeline,
          kafka);
    }
  },

  /** The product on images in JSON. */
  TIDEMILL_JSON("tidemill-json", Workload.Kind.IMAGES),

  /** The same images as the published study of streaming inference answers them. */
  ONNX_JSON_STYLE("onnx-json-style", Workload.Kind.IMAGES) {
    @Override
    void wire(StreamExecutionEnvironment env, Pipeline pipeline, KafkaConnection kafka) {
      JobSettings.apply(pipeline.execution(), env);
      Configuration boxed = new Configuration();
      boxed.set(PipelineOptions.GENERIC_TYPES, true);
      env.configure(boxed);
      int pixels = EventWriter.OfImages.PIXELS;
      Dense first = new Dense(pixels, 35);
      Dense second = new Dense(35, 10);
      Network network = Network.of(first, second);
      float[] weights = io.tidemill.network.Parameters.initial(network, 7).data();
      OnnxJsonStyle.add(
          env,
          kafka,
          pipeline.events().topic(),
          pipeline.topics().predictions(),
          OnnxFile.denseReluDense(first, second, weights));
    }
  };

  private final String title;
  private final Workload.Kind workload;

  Job(String title, Workload.Kind workload) {
    this.title = title;
    this.workload = workload;
  }

  String title() {
    return title;
  }

  Workload.Kind workload() {
    return workload;
  }

  boolean isTidemill() {
    return title.startsWith("tidemill");
  }

  /** The event that a record of the answers' topic is about. */
  boolean answersWithEvents() {
    return this == PASS_THROUGH;
  }

  /** What the pipeline file says of execution. */
  String execution(String backend) {
    return "parallelism: 2, backend: %s, served-features: %s".formatted(backend, this == TIDEMILL);
  }

  /**
   * Adds the job to an environment, that of the product unless it is another; the topics it writes
   * are there, its model is published.
   */
  void wire(StreamExecutionEnvironment env, Pipeline pipeline, KafkaConnection kafka)
      throws IOException {
    InferenceJob.add(env, pipeline, kafka);
  }

  /** Puts the model into service that the job is to answer with. */
  void publish(Pipeline pipeline, KafkaConnection kafka) throws IOException, InterruptedException {
    if (isTidemill()) {
      FirstModel.publish(kafka, pipeline, Workload.model(pipeline), System.currentTimeMillis());
    }
  }

  private static KeyedStream<Event, String> events(
      StreamExecutionEnvironment env, Pipeline pipeline, KafkaConnection kafka) {
    JobSettings.apply(pipeline.execution(), env);
    return new EventSource(kafka, pipeline.events(), pipeline.name(), false)
        .addTo(env, pipeline.execution().parallelism())
        .keyBy(event -> event.key, Types.STRING);
  }

  private static void answers(
      org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator<Prediction> predictions,
      Pipeline pipeline,
      KafkaConnection kafka) {
    DataStream<Prediction> typed = predictions.returns(MessageSerializer.typeOf(Prediction.class));
    typed.sinkTo(
        new MessageSinks(
                kafka,
                pipeline.topics(),
                pipeline.execution().delivery(),
                pipeline.execution().output())
            .predictions());
  }

  private static io.tidemill.schema.message.Event envelope(Event event, List<String> fields) {
    Map<String, Double> numbers = new HashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      numbers.put(fields.get(i), event.numbers[i]);
    }
    return new io.tidemill.schema.message.Event(event.id, event.key, event.time, numbers, Map.of());
  }

  private static Network network(Pipeline pipeline) {
    return pipeline.model().network();
  }

  private static String target(Pipeline pipeline) {
    return ((Forecast) pipeline.model().task()).targets().get(0);
  }
}

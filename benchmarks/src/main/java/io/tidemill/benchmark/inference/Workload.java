package io.tidemill.benchmark.inference;

import io.tidemill.benchmark.job.Broker;
import io.tidemill.feature.FeatureScaling;
import io.tidemill.network.Parameters;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelVersion;
import io.tidemill.snapshot.Provenance;
import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A stream of events and the pipeline that answers it.
 *
 * @param keys that the events are spread over, each reporting once a second of event time
 */
record Workload(Kind kind, int keys) {
  private static final long START = 1_750_000_000_000L; // event ms
  private static final long EVERY = 1_000; // event ms between two events of a key
  private static final int STRIDE = 7_919; // keys follow each other in no order of their own

  /** What an event holds and what its network is. */
  enum Kind {
    /** Eight numbers in the Avro envelope, 189 bytes; a GRU 16 to 64 and a dense output. */
    READINGS(
        """
        events: {topic: %s, format: avro, out-of-orderness: 1s}
        features:
          - number: [flow-inlet, flow-drain, press-head, press-tail, motor-amps, motor-heat, pump-speed, tank-level]
        model: {target: tank-level, horizon: 1, layers: [gru: 64, dense]}
        """),
    /** An image of 28 x 28 pixels in JSON, 4 kB; dense layers 784 (and two) to 35 to 10. */
    IMAGES(
        """
        events: {topic: %s, format: json, key: key, time: {field: at, format: epoch-ms}, out-of-orderness: 1s}
        features:
          - {image: pixels, height: 28, width: 28, channels: 1}
          - number: ink
        model:
          target: ink
          horizon: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
          layers: [dense: 35, activation: relu, dense]
        """);

    private final String declared;

    Kind(String declared) {
      this.declared = declared;
    }
  }

  /**
   * The pipeline as a user would write it.
   *
   * @param name begins the names of its topics
   * @param topic of the events
   * @param execution the keys of that section
   */
  Pipeline pipeline(String name, String topic, String execution) {
    String text =
        "name: %s\n%sexecution: {%s}\n".formatted(name, kind.declared.formatted(topic), execution);
    return PipelineFile.parse(name + ".yaml", text);
  }

  /** A first version of the pipeline's model, as no training has touched it. */
  static ModelSnapshot model(Pipeline pipeline) {
    int columns = pipeline.features().observedWidth();
    double[] mean = new double[columns];
    double[] deviation = new double[columns];
    Arrays.fill(mean, 50);
    Arrays.fill(deviation, 15);
    FeatureScaling stream =
        new FeatureScaling(mean, deviation, new double[columns], fill(columns, 100));
    return new ModelSnapshot(
        pipeline.model(),
        new ModelVersion(1, 1),
        Parameters.initial(pipeline.model().model(), 7),
        stream,
        new Provenance("benchmark", START, OptionalLong.of(START), 0, 0));
  }

  private static double[] fill(int size, double value) {
    double[] values = new double[size];
    Arrays.fill(values, value);
    return values;
  }

  /** Writes its first events to a new topic. */
  void fill(Broker broker, String topic, long count) throws IOException {
    broker.create(topic);
    EventWriter writer = writer(pipeline("fill", topic, ""));
    try (KafkaProducer<String, byte[]> producer = broker.producer("100")) {
      for (long i = 0; i < count; i++) {
        byte[] value = writer.write(null, key(i), time(i));
        producer.send(new ProducerRecord<>(topic, key(i), value));
      }
    }
  }

  /** Whose the i-th event is. */
  String key(long event) {
    return "k%07d".formatted(event * STRIDE % keys);
  }

  /** Event time of the i-th event, ms. */
  long time(long event) {
    return START + event * EVERY / keys;
  }

  /** What events are made of; belongs to one thread. */
  EventWriter writer(Pipeline pipeline) {
    SplittableRandom random = new SplittableRandom(1);
    return switch (kind) {
      case READINGS -> new EventWriter.OfReadings(pipeline.features().fields(), random);
      case IMAGES -> new EventWriter.OfImages(random);
    };
  }
}

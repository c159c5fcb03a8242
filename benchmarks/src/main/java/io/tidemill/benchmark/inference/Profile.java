package io.tidemill.benchmark.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * A recording of a job by JFR. Where it ends it is written to a file, and printed are the processor
 * time of the threads and the shares of what they were at, in Java, and in native code where that
 * is ONNX Runtime.
 */
final class Profile implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(10);

  /** Beginnings of class.method and what they are part of; the first that fits a frame counts. */
  private static final Map<String, String> PARTS = new LinkedHashMap<>();

  static {
    PARTS.put("io.tidemill.layer.", "network");
    PARTS.put("io.tidemill.serve.Predictor", "network");
    PARTS.put("io.tidemill.kafka.EventSerializer.serialize", "keyBy: write");
    PARTS.put("io.tidemill.kafka.EventSerializer.deserialize", "keyBy: read");
    PARTS.put("org.apache.flink.formats.avro.typeutils.AvroSerializer.serialize", "keyBy: write");
    PARTS.put("org.apache.flink.formats.avro.typeutils.AvroSerializer.deserialize", "keyBy: read");
    PARTS.put("io.tidemill.kafka.EventDecoder", "decoding");
    PARTS.put("io.tidemill.kafka.FeatureRowRecord", "encoding features");
    PARTS.put("io.tidemill.schema.MessageCodec.encode", "encoding");
    PARTS.put("io.tidemill.kafka.MessageRecord", "encoding");
    PARTS.put("io.tidemill.inference.Answers", "answers made");
    PARTS.put("io.tidemill.inference.Entities", "keyed state");
    PARTS.put("io.tidemill.inference.EntityScorer", "features and evidence");
    PARTS.put("ai.onnxruntime.", "ONNX Runtime");
    PARTS.put("org.apache.flink.runtime.state", "keyed state");
    PARTS.put("org.apache.kafka.clients.producer", "Kafka producer");
    PARTS.put("org.apache.kafka.clients.consumer", "Kafka consumer");
    PARTS.put("kafka.", "Kafka broker");
    PARTS.put("org.apache.kafka.server", "Kafka broker");
    PARTS.put("org.apache.kafka.storage", "Kafka broker");
    PARTS.put("org.apache.kafka.raft", "Kafka broker");
    PARTS.put("org.apache.kafka", "Kafka: network and other");
    PARTS.put("io.tidemill.kafka.Feature", "feature rows");
    PARTS.put("io.tidemill.inference.", "inference operator");
    PARTS.put("io.tidemill.benchmark.", "this benchmark");
    PARTS.put("io.tidemill.", "other of Tidemill");
    PARTS.put("org.apache.flink.connector.kafka", "Flink: Kafka connector");
    PARTS.put("org.apache.flink.connector", "Flink: source");
    PARTS.put("org.apache.flink", "Flink: runtime");
  }

  private final @Nullable Recording recording;
  private final @Nullable Path file;

  private Profile(@Nullable Recording recording, @Nullable Path file) {
    this.recording = recording;
    this.file = file;
  }

  /**
   * Begins to record.
   *
   * @param directory null: nothing is recorded
   */
  static Profile start(@Nullable Path directory, Job job) throws IOException {
    if (directory == null) {
      return new Profile(null, null);
    }
    Files.createDirectories(directory);
    // No more than samples: what else JFR can record changes the code it looks at.
    Recording recording = new Recording();
    recording.enable("jdk.ExecutionSample").withPeriod(PERIOD);
    recording.enable("jdk.NativeMethodSample").withPeriod(PERIOD);
    recording.start();
    return new Profile(recording, directory.resolve(job.title() + ".jfr"));
  }

  /** Writes the recording, and prints the shares of the part that was measured. */
  void end(Throughput measured) throws IOException {
    if (recording != null && file != null) {
      recording.stop();
      recording.dump(file);
      measured.threads().print(measured.answers());
      print(
          RecordingFile.readAllEvents(file).stream()
              .filter(event -> event.getStartTime().isAfter(measured.from()))
              .filter(event -> event.getStartTime().isBefore(measured.until()))
              .toList());
    }
  }

  @Override
  public void close() {
    if (recording != null) {
      recording.close();
    }
  }

  private static void print(List<RecordedEvent> events) {
    Map<String, Integer> shares = new LinkedHashMap<>();
    int samples = 0;
    for (RecordedEvent event : events) {
      String type = event.getEventType().getName();
      if (type.equals("jdk.ExecutionSample") || type.equals("jdk.NativeMethodSample")) {
        String part = part(event.getStackTrace());
        if (type.equals("jdk.ExecutionSample") || part.equals("ONNX Runtime")) {
          shares.merge(part, 1, Integer::sum);
          samples++;
        }
      }
    }
    int all = samples;
    shares.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(
            share ->
                System.out.printf(
                    "    %5.1f %%  %s%n", 100.0 * share.getValue() / all, share.getKey()));
  }

  private static String part(@Nullable RecordedStackTrace stack) {
    if (stack != null) {
      List<String> names = stack.getFrames().stream().map(Profile::name).toList();
      for (Map.Entry<String, String> part : PARTS.entrySet()) {
        if (names.stream().anyMatch(name -> name.startsWith(part.getKey()))) {
          return part.getValue();
        }
      }
    }
    return "the JVM";
  }

  private static String name(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }
}

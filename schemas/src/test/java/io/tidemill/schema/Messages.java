package io.tidemill.schema;

import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.Contribution;
import io.tidemill.schema.message.Control;
import io.tidemill.schema.message.ControlCommand;
import io.tidemill.schema.message.DeadLetter;
import io.tidemill.schema.message.DeadLetterCause;
import io.tidemill.schema.message.Event;
import io.tidemill.schema.message.Evidence;
import io.tidemill.schema.message.FeatureRecordKind;
import io.tidemill.schema.message.IncidentTransition;
import io.tidemill.schema.message.MetricsKind;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.schema.message.ModelMetrics;
import io.tidemill.schema.message.ModelReference;
import io.tidemill.schema.message.ObservedRow;
import io.tidemill.schema.message.Output;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.PredictionStatus;
import io.tidemill.schema.message.ServedFeatures;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;

/** One message of every class, with every field set and the numbers that are hard to write. */
final class Messages {

  private static final long TIME = 1_793_520_000_123L;

  private Messages() {}

  static List<SpecificRecordBase> all() {
    return List.of(
        event(),
        prediction(),
        alert(),
        servedFeatures(),
        modelChunk(),
        modelMetrics(),
        deadLetter(),
        control());
  }

  static Event event() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("flow", -0.1);
    numbers.put("pressure", null);
    return Event.newBuilder()
        .setId("p1-7")
        .setKey("Kläranlage 水 \uD83D\uDCA7")
        .setTime(TIME)
        .setNumbers(numbers)
        .setTexts(Map.of("state", "open"))
        .build();
  }

  static Prediction prediction() {
    return Prediction.newBuilder()
        .setEventId("3-123456789012")
        .setKey("station-07")
        .setTime(TIME)
        .setIngestedAt(TIME + 5)
        .setStatus(PredictionStatus.PREDICTED)
        .setReason(null)
        .setOutputs(
            List.of(
                new Output("flow", 1, Double.MIN_VALUE, null),
                new Output("state", 0, 0.25, "open")))
        .setScore(17.25)
        .setGrade(0.5)
        .setModel(model())
        .setLate(true)
        .setOutOfOrder(true)
        .build();
  }

  static Alert alert() {
    return Alert.newBuilder()
        .setAlertId("station-07/1793520000123/2")
        .setIncidentId("station-07/1793520000000")
        .setTransition(IncidentTransition.CONTINUED)
        .setKey("station-07")
        .setTime(TIME)
        .setIngestedAt(null)
        .setEvidence(Evidence.RESIDUAL)
        .setScore(31.5)
        .setThreshold(Double.POSITIVE_INFINITY)
        .setGrade(1)
        .setIncidentStart(TIME - 123)
        .setIncidentPeak(1)
        .setContributions(
            List.of(
                new Contribution("flow", 12.5, 3.25, 0.75),
                new Contribution("pressure", null, Double.NaN, 0.25)))
        .setModel(model())
        .build();
  }

  static ServedFeatures servedFeatures() {
    return ServedFeatures.newBuilder()
        .setKind(FeatureRecordKind.ROW)
        .setTime(TIME)
        .setEventId("3-17")
        .setKey("station-07")
        .setObserved(List.of(1.5, Double.NaN, -0.0, Double.NEGATIVE_INFINITY))
        .setSchema$("00ff00ff00ff00ff")
        .setIngestedAt(TIME + 5)
        .setLate(true)
        .setOutOfOrder(true)
        .setAnswer(List.of(0.25, Double.NaN))
        .setEpoch(2)
        .setSequence(1L << 40)
        .setAttempt(TIME - 1000)
        .setSubtask(1)
        .setParallelism(2)
        .setRows(
            List.of(
                new ObservedRow(
                    TIME,
                    "3-18",
                    "station-08",
                    List.of(Double.NaN),
                    TIME,
                    true,
                    true,
                    List.of(-0.5))))
        .build();
  }

  static ModelChunk modelChunk() {
    return ModelChunk.newBuilder()
        .setName("water")
        .setEpoch(2)
        .setSequence(1L << 40)
        .setFingerprint("0123456789abcdef")
        .setLearnedUntil(TIME)
        .setPublishedAt(TIME + 9)
        .setChunk(1)
        .setChunks(3)
        .setSize(2_000_000)
        .setChecksum(0xFFFFFFFFL)
        .setPayload(ByteBuffer.wrap(new byte[] {0, 1, -1, 127, -128}))
        .setSignature(ByteBuffer.wrap(new byte[] {64, -1, 0}))
        .build();
  }

  static ModelMetrics modelMetrics() {
    return ModelMetrics.newBuilder()
        .setKind(MetricsKind.REFUSED)
        .setAt(TIME)
        .setName("water")
        .setEpoch(2)
        .setSequence(41)
        .setReason("trialLoss 0.4 exceeds servingLoss 0.3")
        .setLearnedUntil(null)
        .setSteps(12)
        .setSequences(384)
        .setValues(Map.of("trialLoss", Double.NaN))
        .setSegment("key=station-07")
        .setWindowStart(TIME)
        .setWindowEnd(TIME + 1)
        .setOldestEpoch(1)
        .setOldestSequence(7)
        .build();
  }

  static DeadLetter deadLetter() {
    return DeadLetter.newBuilder()
        .setCause(DeadLetterCause.NOT_PARSEABLE)
        .setMessage("not JSON: unexpected end at byte 3")
        .setTopic("events")
        .setPartition(3)
        .setOffset(1L << 33)
        .setTimestamp(TIME)
        .setKey(ByteBuffer.wrap(new byte[] {'k'}))
        .setValue(ByteBuffer.wrap(new byte[] {'{', -1, 0}))
        .setValueSize(3)
        .build();
  }

  static Control control() {
    return Control.newBuilder()
        .setId("c-1")
        .setAt(TIME)
        .setWho("operator")
        .setWhy("leaked into the training data")
        .setCommand(ControlCommand.ROLLBACK)
        .setArguments(Map.of("sequence", "40"))
        .build();
  }

  private static ModelReference model() {
    return new ModelReference("water", 2, 41L, "0123456789abcdef", TIME - 60_000);
  }
}

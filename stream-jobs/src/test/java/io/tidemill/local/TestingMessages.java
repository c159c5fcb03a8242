package io.tidemill.local;

import io.tidemill.schema.message.FeatureRecordKind;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.schema.message.ModelReference;
import io.tidemill.schema.message.Output;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.PredictionStatus;
import io.tidemill.schema.message.ServedFeatures;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Messages as the jobs write them. */
final class TestingMessages {

  private TestingMessages() {}

  static Prediction predicted(String key, long time, long ingestedAt, double forecast) {
    return answer(key, time, ingestedAt)
        .setStatus(PredictionStatus.PREDICTED)
        .setOutputs(List.of(new Output("x", 1, forecast, null)))
        .build();
  }

  static Prediction unscored(String key, long time, long ingestedAt) {
    return answer(key, time, ingestedAt)
        .setStatus(PredictionStatus.UNSCORED)
        .setReason("no model yet")
        .build();
  }

  static Prediction withModel(Prediction prediction, long sequence, long learnedUntil) {
    prediction.setModel(new ModelReference("m", 1, sequence, "0123456789abcdef", learnedUntil));
    return prediction;
  }

  static ServedFeatures row(String key, long time, double... observed) {
    return ServedFeatures.newBuilder()
        .setKind(FeatureRecordKind.ROW)
        .setKey(key)
        .setTime(time)
        .setEventId(key + time)
        .setObserved(Arrays.stream(observed).boxed().toList())
        .build();
  }

  static ModelChunk model(long sequence, long learnedUntil, int chunk, int chunks) {
    return ModelChunk.newBuilder()
        .setName("m")
        .setEpoch(1)
        .setSequence(sequence)
        .setFingerprint("0123456789abcdef")
        .setLearnedUntil(learnedUntil)
        .setPublishedAt(7_000 + sequence)
        .setChunk(chunk)
        .setChunks(chunks)
        .setSize(1)
        .setChecksum(0)
        .setPayload(ByteBuffer.allocate(1))
        .build();
  }

  private static Prediction.Builder answer(String key, long time, long ingestedAt) {
    return Prediction.newBuilder()
        .setEventId(key + time)
        .setKey(key)
        .setTime(time)
        .setIngestedAt(ingestedAt);
  }
}

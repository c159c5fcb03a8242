package io.tidemill.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemill.control.KnownVersion;
import io.tidemill.feature.FeatureScaling;
import io.tidemill.network.Parameters;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelVersion;
import io.tidemill.snapshot.Provenance;
import java.util.List;
import java.util.OptionalLong;

/** Versions of small models, whole and in chunks. */
public final class TestingVersions {
  /** Of all versions that are no real models. */
  public static final String FINGERPRINT = "0123456789abcdef";

  private TestingVersions() {}

  /** A version whose bytes are no model; published when its sequence says, in seconds. */
  public static PublishedModel published(
      String model, int epoch, long sequence, String fingerprint, String snapshot) {
    return new PublishedModel(
        model,
        new ModelVersion(epoch, sequence),
        fingerprint,
        OptionalLong.empty(),
        1000 * sequence,
        snapshot.getBytes(UTF_8));
  }

  /** The same in chunks. */
  public static List<ModelChunk> chunks(
      String model, int epoch, long sequence, String fingerprint, String snapshot) {
    return ModelChunks.split(published(model, epoch, sequence, fingerprint, snapshot));
  }

  /** What a tombstone of each of its chunks is read as. */
  public static ModelChunk tombstone(ModelChunk chunk) {
    return KnownVersion.of(chunk).emptyChunk(chunk.getChunk());
  }

  static ModelSnapshot snapshot(Pipeline pipeline, int epoch, long sequence) {
    return new ModelSnapshot(
        pipeline.model(),
        new ModelVersion(epoch, sequence),
        Parameters.initial(pipeline.model().model(), 1),
        FeatureScaling.identity(pipeline.features().observedWidth()),
        new Provenance("test", 0, OptionalLong.empty(), 1, 1));
  }

  /** A pipeline called levels. */
  public static Pipeline pipeline(int hidden) {
    return PipelineFile.parse(
        "levels.yaml",
        """
        name: levels
        events: {topic: t, key: k, time: {field: at}}
        features: [number: level]
        model: {target: level, layers: [gru: %d, dense]}
        learn: {keep-versions: 4}
        """
            .formatted(hidden));
  }
}

package io.tidemill.inference;

import io.tidemill.inference.ModelRefusedException.Reason;
import io.tidemill.schema.message.ModelReference;
import io.tidemill.snapshot.Fingerprint;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSpec;
import io.tidemill.snapshot.SnapshotFormatException;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The version that answers, and which published snapshot may take its place: one of the pipeline's
 * own network, with finite weights. Which of them it is to be is decided by the model intake.
 */
final class ModelInService {
  private final ModelSpec spec;
  private @Nullable SharedModel model;

  ModelInService(ModelSpec spec) {
    this.spec = spec;
  }

  /** The bytes of the version in service, as they were published; null: none yet. */
  byte @Nullable [] bytes() {
    return model == null ? null : model.bytes();
  }

  /** What a subtask puts into a checkpoint: all have the same, so that of the first is enough. */
  List<byte[]> kept(int subtask) {
    return model == null || subtask != 0 ? List.of() : List.of(model.bytes());
  }

  /** The version in service; null: none yet. */
  @Nullable ModelSnapshot snapshot() {
    return model == null ? null : model.snapshot();
  }

  /** Reads and checks a published snapshot; the version in service stays. */
  SharedModel admit(byte[] published) throws ModelRefusedException {
    SharedModel admitted;
    try {
      admitted = SharedModel.of(published);
    } catch (SnapshotFormatException e) {
      throw new ModelRefusedException(Reason.UNREADABLE, e.getMessage());
    }
    ModelSnapshot candidate = admitted.snapshot();
    long fingerprint = candidate.spec().fingerprint();
    if (fingerprint != spec.fingerprint()) {
      throw new ModelRefusedException(
          Reason.OTHER_FINGERPRINT,
          "snapshot fingerprint is %s, pipeline %s expects %s: publish a model of the same features, layers and task"
              .formatted(
                  Fingerprint.hex(fingerprint), spec.name(), Fingerprint.hex(spec.fingerprint())));
    }
    if (!candidate.weights().isFinite()) {
      throw new ModelRefusedException(
          Reason.NOT_FINITE, "version " + candidate.version() + " has weights that are no numbers");
    }
    return admitted;
  }

  /** Puts an admitted model into service. */
  void replace(SharedModel admitted) {
    model = admitted;
  }

  /** How messages name a snapshot. */
  static ModelReference reference(ModelSnapshot snapshot) {
    OptionalLong learnedUntil = snapshot.provenance().learnedUntil();
    return new ModelReference(
        snapshot.spec().name(),
        snapshot.version().epoch(),
        snapshot.version().sequence(),
        Fingerprint.hex(snapshot.spec().fingerprint()),
        learnedUntil.isPresent() ? learnedUntil.getAsLong() : null);
  }
}

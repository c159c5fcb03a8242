package io.tidemill.kafka;

import io.tidemill.control.KnownVersion;
import io.tidemill.control.Selection;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.schema.message.Control;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.signing.ModelSigning;
import io.tidemill.snapshot.ModelVersion;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The versions of a model among the records of its topic seen so far. */
final class VersionsSoFar {
  private final ModelRecords records;
  private final ModelAssembler assembler;
  private final Selection selection;
  private @Nullable PublishedModel held; // of those seen, the one in service
  private int epoch;
  private long from;
  private int untrusted;
  private @Nullable String objection;

  /**
   * @param check tells which chunks count
   * @param fingerprint of the network that answers, 16 hexadecimal digits
   * @param orders that choose the version in service
   */
  VersionsSoFar(String model, ModelSigning.Check check, String fingerprint, List<Control> orders) {
    records = new ModelRecords(model);
    assembler = new ModelAssembler(model, check);
    selection = AtSubmission.selection(fingerprint, List.of(), orders);
  }

  /**
   * All that are on the topic of a pipeline now.
   *
   * @throws TimeoutException when the broker does not answer for 30 s
   * @throws io.tidemill.signing.SigningKeyException if a key that checks them is missing
   */
  static VersionsSoFar read(KafkaConnection kafka, Pipeline pipeline, OrdersSoFar orders) {
    VersionsSoFar versions =
        new VersionsSoFar(
            pipeline.name(),
            ModelSigning.of(pipeline).check(),
            AtSubmission.fingerprint(pipeline),
            orders.counting());
    TopicScan.read(kafka, pipeline.topics().models(), pipeline.name() + "-versions", versions::add);
    return versions;
  }

  void add(ConsumerRecord<byte[], byte[]> record) {
    add(record.key(), record.value(), record.offset());
  }

  /** Takes the next record; what is none of the model is passed over. */
  void add(byte @Nullable [] key, byte @Nullable [] value, long offset) {
    ModelChunk chunk = records.read(key, value);
    if (chunk == null) {
      return;
    }
    if (!ModelChunks.isPayload(chunk)) {
      epoch = Math.max(epoch, chunk.getEpoch());
      selection.remove(ModelChunks.version(chunk));
      return;
    }
    ModelAssembler.Result result = assembler.add(chunk);
    if (result instanceof ModelAssembler.Untrusted forged) {
      untrusted++;
      objection = forged.reason();
      return; // its epoch neither: the next one would be that of whoever forged it
    }
    epoch = Math.max(epoch, chunk.getEpoch());
    if (result instanceof ModelAssembler.Complete complete) {
      selection.add(KnownVersion.of(chunk));
      KnownVersion inService = selection.inService();
      if (inService != null && inService.version().equals(complete.model().version())) {
        held = complete.model();
      }
      from = offset + 1;
    }
  }

  Selection selection() {
    return selection;
  }

  /** The newest one, of versions that were cut or dropped as well; 0: none. */
  int epoch() {
    return epoch;
  }

  /** Chunks that did not count because of their signatures. */
  int untrusted() {
    return untrusted;
  }

  /** What was wrong with the last of them; null: there was none. */
  @Nullable String objection() {
    return objection;
  }

  /** Offset after the last record that made a version whole. */
  long from() {
    return from;
  }

  List<ModelChunk> emptyChunks() {
    return selection.versions().stream().map(version -> version.emptyChunk(0)).toList();
  }

  /**
   * What answers.
   *
   * @param fetch gives a version that was passed by before it was chosen
   */
  InService inService(Function<ModelVersion, @Nullable PublishedModel> fetch) {
    KnownVersion chosen = selection.inService();
    PublishedModel model = held;
    if (chosen != null && (model == null || !model.version().equals(chosen.version()))) {
      model = fetch.apply(chosen.version());
    }
    return new InService(epoch, chosen == null || model == null ? new byte[0] : model.snapshot());
  }
}

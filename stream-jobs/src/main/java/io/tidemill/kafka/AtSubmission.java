package io.tidemill.kafka;

import io.tidemill.control.KnownVersion;
import io.tidemill.control.Order;
import io.tidemill.control.Selection;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.schema.message.Control;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.snapshot.Fingerprint;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelVersion;
import java.io.Serializable;
import java.util.List;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * What was on the models and the control topic when a job was submitted: the job begins with it and
 * reads on from where it ends.
 *
 * @param inService the version that answers, which the last order may have chosen
 * @param versions one chunk of each that is known, without a payload; the oldest first
 * @param orders those about versions that still count, in their order
 * @param modelsFrom offset on the models topic; before it there are whole versions only
 * @param controlFrom offset on the control topic
 */
public record AtSubmission(
    InService inService,
    List<ModelChunk> versions,
    List<Control> orders,
    long modelsFrom,
    long controlFrom)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Empty topics. */
  public static final AtSubmission NOTHING =
      new AtSubmission(InService.NOTHING, List.of(), List.of(), 0, 0);

  public AtSubmission {
    versions = List.copyOf(versions);
    orders = List.copyOf(orders);
  }

  /**
   * Reads the topics of a pipeline, which must exist.
   *
   * @throws TimeoutException when the broker does not answer for 30 s
   */
  public static AtSubmission read(KafkaConnection kafka, Pipeline pipeline) {
    OrdersSoFar orders = new OrdersSoFar();
    long controlFrom = ControlTopic.of(kafka, pipeline).read(orders::add);
    VersionsSoFar models = VersionsSoFar.read(kafka, pipeline, orders);
    return new AtSubmission(
        models.inService(ModelsTopic.of(kafka, pipeline)::fetch).after(orders.epoch()),
        models.emptyChunks(),
        orders.counting(),
        models.from(),
        controlFrom);
  }

  /** Of the network that answers a pipeline's events, 16 hexadecimal digits. */
  public static String fingerprint(Pipeline pipeline) {
    return Fingerprint.hex(pipeline.model().fingerprint());
  }

  /** The same for one that needs no weights, which may be large. */
  public AtSubmission withoutSnapshot() {
    return new AtSubmission(
        new InService(inService.epoch(), new byte[0]), versions, orders, modelsFrom, controlFrom);
  }

  /** A selection among these versions by orders. */
  public static Selection selection(
      String fingerprint, Iterable<ModelChunk> versions, Iterable<Control> orders) {
    Selection selection = new Selection(fingerprint);
    for (ModelChunk version : versions) {
      selection.add(KnownVersion.of(version));
    }
    for (Control order : orders) {
      selection.obey(Order.of(order));
    }
    return selection;
  }

  /** Whether a model's version is above all that are on the topic. */
  boolean isOlderThan(ModelSnapshot model) {
    if (inService.epoch() != model.version().epoch()) {
      return inService.epoch() < model.version().epoch();
    }
    ModelVersion newest =
        versions.isEmpty() ? null : ModelChunks.version(versions.get(versions.size() - 1));
    return newest != null && newest.compareTo(model.version()) < 0;
  }
}

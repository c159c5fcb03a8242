package io.tidemill.kafka;

import io.tidemill.control.KnownVersion;
import io.tidemill.control.Order;
import io.tidemill.control.Selection;
import io.tidemill.schema.message.Control;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.signing.ModelSigning;
import io.tidemill.snapshot.ModelVersion;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator without parallelism knows of a model from its two topics: the versions, those
 * that are not whole yet, and the orders that count. All of it is in the operator's state.
 */
public final class ModelWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ModelWatch.class);

  private final ModelAssembler assembler;
  private final Selection selection;
  private final Counter chunksRefused;
  private final Counter ordersRefused;
  private final ListState<ModelChunk> unfinished;
  private final ListState<ModelChunk> versions;
  private final ListState<Control> orders;
  private final OrdersSoFar counting = new OrdersSoFar();

  /**
   * What was known at a checkpoint or, without one, when the job was submitted.
   *
   * @param fingerprint of the network that answers, 16 hexadecimal digits
   * @throws io.tidemill.signing.SigningKeyException if a key that checks versions is missing
   */
  public ModelWatch(
      String model,
      String fingerprint,
      ModelSigning signing,
      AtSubmission submission,
      OperatorStateStore store,
      MetricGroup metrics)
      throws Exception {
    assembler = new ModelAssembler(model, signing.check());
    MessageSerializer<ModelChunk> chunks = new MessageSerializer<>(ModelChunk.class);
    unfinished = store.getListState(new ListStateDescriptor<>("unfinished", chunks));
    versions = store.getListState(new ListStateDescriptor<>("versions", chunks));
    orders =
        store.getListState(
            new ListStateDescriptor<>("order", new MessageSerializer<>(Control.class)));
    for (ModelChunk chunk : unfinished.get()) {
      assembler.add(chunk);
    }
    boolean known = versions.get().iterator().hasNext();
    boolean ordered = orders.get().iterator().hasNext();
    (known || ordered ? orders.get() : submission.orders()).forEach(counting::add);
    List<ModelChunk> counted = new ArrayList<>();
    for (ModelChunk version : known ? versions.get() : submission.versions()) {
      if (signing.method() == null || version.getSignature() != null) {
        counted.add(version); // others are of before signatures were asked for
      }
    }
    selection = AtSubmission.selection(fingerprint, counted, counting.counting());
    chunksRefused = metrics.counter("chunksRefused");
    ordersRefused = metrics.counter("ordersRefused");
  }

  /** Takes a chunk or a tombstone; gives the version that it makes whole, if it does. */
  public @Nullable PublishedModel add(ModelChunk chunk) {
    if (!ModelChunks.isPayload(chunk)) {
      selection.remove(ModelChunks.version(chunk));
      return null;
    }
    ModelAssembler.Result result = assembler.add(chunk);
    if (result instanceof ModelAssembler.Complete complete) {
      selection.add(KnownVersion.of(chunk));
      return complete.model();
    } else if (result instanceof ModelAssembler.Refused refused) {
      refuse(refused.reason());
    } else if (result instanceof ModelAssembler.Untrusted untrusted) {
      refuse(untrusted.reason());
    }
    return null;
  }

  private void refuse(String reason) {
    chunksRefused.inc();
    LOG.warn("Refused {}", reason);
  }

  /** Takes an order; null: it is none, which is counted and logged. */
  public @Nullable Order obey(Control control) {
    Order next;
    try {
      next = Order.of(control);
    } catch (IllegalArgumentException e) {
      ordersRefused.inc();
      LOG.warn("Refused an order of {}: {}", control.getWho(), e.getMessage());
      return null;
    }
    LOG.info(
        "Order {} of {}: {} {}; why: {}",
        control.getId(),
        control.getWho(),
        control.getCommand(),
        control.getArguments(),
        control.getWhy());
    counting.add(control);
    selection.obey(next);
    ModelVersion ordered = selection.ordered();
    if (ordered != null && selection.find(ordered) == null) {
      LOG.warn("Version {} is not known: until it is, the newest is in service.", ordered);
    }
    return next;
  }

  /** What is known; changed by {@link #add} and {@link #obey} alone. */
  public Selection selection() {
    return selection;
  }

  /** Keeps all of it for the checkpoint. */
  public void snapshot() throws Exception {
    unfinished.update(assembler.unfinished());
    versions.update(selection.versions().stream().map(known -> known.emptyChunk(0)).toList());
    orders.update(counting.counting());
  }
}

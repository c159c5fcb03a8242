package io.tidemill.inference;

import io.tidemill.control.KnownVersion;
import io.tidemill.control.Order;
import io.tidemill.kafka.AtSubmission;
import io.tidemill.kafka.ModelArchive;
import io.tidemill.kafka.ModelWatch;
import io.tidemill.kafka.PublishedModel;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.schema.message.Control;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.signing.ModelSigning;
import io.tidemill.snapshot.ModelVersion;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.CoProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chunks of models and orders in; instructions for all subtasks of the operator out. Here alone it
 * is decided which version answers.
 */
@SuppressWarnings("NullAway.Init") // what is transient is made by initializeState
final class ModelIntake extends CoProcessFunction<ModelChunk, Control, Instruction>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(ModelIntake.class);

  private final String model;
  private final String fingerprint;
  private final ModelSigning signing;
  private final AtSubmission submission;
  private final ModelArchive archive;
  private transient ModelWatch watch;
  private transient @Nullable ModelVersion told; // null: not known, as after a restore

  ModelIntake(
      Pipeline pipeline, ModelSigning signing, AtSubmission submission, ModelArchive archive) {
    this.signing = signing;
    this.model = pipeline.name();
    this.fingerprint = AtSubmission.fingerprint(pipeline);
    this.submission = submission.withoutSnapshot();
    this.archive = archive;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    watch =
        new ModelWatch(
            model,
            fingerprint,
            signing,
            submission,
            context.getOperatorStateStore(),
            getRuntimeContext().getMetricGroup());
    KnownVersion begun = watch.selection().inService();
    told = begun == null || context.isRestored() ? null : begun.version();
  }

  @Override
  public void processElement1(ModelChunk chunk, Context context, Collector<Instruction> out)
      throws Exception {
    select(watch.add(chunk), out);
  }

  @Override
  public void processElement2(Control control, Context context, Collector<Instruction> out)
      throws Exception {
    if (watch.obey(control) instanceof Order.Forget forget) {
      out.collect(new Instruction.Forget(forget.key()));
    }
    select(null, out);
  }

  /**
   * Tells what answers from now on, if that is another version than before.
   *
   * @param held a version that is at hand
   */
  private void select(@Nullable PublishedModel held, Collector<Instruction> out) throws Exception {
    KnownVersion chosen = watch.selection().inService();
    if (chosen == null || chosen.version().equals(told)) {
      return;
    }
    PublishedModel next =
        held != null && held.version().equals(chosen.version())
            ? held
            : archive.fetch(chosen.version());
    if (next == null) {
      LOG.warn("Version {} cannot be read any more: what answers stays.", chosen.version());
      watch.selection().remove(chosen.version());
      return;
    }
    told = chosen.version();
    out.collect(new Instruction.Serve(next.snapshot()));
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    watch.snapshot();
  }
}

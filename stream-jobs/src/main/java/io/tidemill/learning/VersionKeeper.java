package io.tidemill.learning;

import io.tidemill.control.KeptVersions;
import io.tidemill.control.KnownVersion;
import io.tidemill.kafka.AtSubmission;
import io.tidemill.kafka.ModelWatch;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.schema.message.Control;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.signing.ModelSigning;
import io.tidemill.snapshot.ModelVersion;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.CoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Reads what was published, whoever did, and the orders; puts out tombstones of the versions that
 * are not kept. The version in service and the one that the last order names always are.
 */
@SuppressWarnings("NullAway.Init") // what is transient is made by initializeState
final class VersionKeeper extends CoProcessFunction<ModelChunk, Control, ModelChunk>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1;

  private final String model;
  private final String fingerprint;
  private final ModelSigning signing;
  private final int most;
  private final AtSubmission submission;
  private transient ModelWatch watch;

  VersionKeeper(Pipeline pipeline, AtSubmission submission) {
    this.model = pipeline.name();
    this.fingerprint = AtSubmission.fingerprint(pipeline);
    this.signing = ModelSigning.of(pipeline);
    this.most = pipeline.learn().keepVersions();
    this.submission = submission.withoutSnapshot();
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
  }

  @Override
  public void processElement1(ModelChunk chunk, Context context, Collector<ModelChunk> out) {
    if (watch.add(chunk) != null) {
      drop(out);
    }
  }

  @Override
  public void processElement2(Control control, Context context, Collector<ModelChunk> out) {
    watch.obey(control);
  }

  /** Drops versions until no more are there than are kept. */
  private void drop(Collector<ModelChunk> out) {
    KeptVersions kept = new KeptVersions(most);
    Set<ModelVersion> needed = new HashSet<>();
    KnownVersion inService = watch.selection().inService();
    if (inService != null) {
      needed.add(inService.version());
    }
    ModelVersion ordered = watch.selection().ordered();
    if (ordered != null) {
      needed.add(ordered);
    }
    for (KnownVersion next = kept.next(watch.selection().versions(), needed);
        next != null;
        next = kept.next(watch.selection().versions(), needed)) {
      watch.selection().remove(next.version());
      for (int chunk = 0; chunk < next.chunks(); chunk++) {
        out.collect(next.emptyChunk(chunk));
      }
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    watch.snapshot();
  }
}

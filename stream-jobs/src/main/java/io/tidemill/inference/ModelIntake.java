package io.tidemill.inference;

import io.tidemill.kafka.MessageSerializer;
import io.tidemill.kafka.ModelAssembler;
import io.tidemill.schema.message.ModelChunk;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chunks in, whole snapshots out, as bytes; what was unfinished is in the checkpoint. */
@SuppressWarnings("NullAway.Init") // what is transient is made by initializeState and open
final class ModelIntake extends RichFlatMapFunction<ModelChunk, byte[]>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(ModelIntake.class);

  private final String model;
  private transient ModelAssembler assembler;
  private transient ListState<ModelChunk> unfinished;
  private transient Counter refused;

  ModelIntake(String model) {
    this.model = model;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    assembler = new ModelAssembler(model);
    unfinished =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>("unfinished", new MessageSerializer<>(ModelChunk.class)));
    for (ModelChunk chunk : unfinished.get()) {
      assembler.add(chunk);
    }
  }

  @Override
  public void open(OpenContext context) {
    refused = getRuntimeContext().getMetricGroup().counter("chunksRefused");
  }

  @Override
  public void flatMap(ModelChunk chunk, Collector<byte[]> out) {
    ModelAssembler.Result result = assembler.add(chunk);
    if (result instanceof ModelAssembler.Complete complete) {
      out.collect(complete.model().snapshot());
    } else if (result instanceof ModelAssembler.Refused reason) {
      refused.inc();
      LOG.warn("Refused {}", reason.reason());
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    unfinished.update(assembler.unfinished());
  }
}

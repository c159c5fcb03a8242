package io.tidemill.learning;

import io.tidemill.prequential.Judgement;
import io.tidemill.prequential.JudgementSerializer;
import io.tidemill.prequential.Pairing;
import java.io.IOException;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.DoublePrimitiveArraySerializer;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Pairs the answers to the rows of a key with what they were about; answers whose outcome is still
 * to come wait in keyed state.
 */
final class PairedRows {
  /** Outcomes and the answers given to them. */
  static final OutputTag<Judgement> JUDGEMENTS =
      new OutputTag<>("judgements", JudgementSerializer.TYPE);

  private final Pairing pairing;
  private final Output<?> output;
  private final ValueState<double[]> recent;
  private final boolean remembers;
  private double @Nullable [] loaded;

  PairedRows(Pairing pairing, RuntimeContext context, Output<?> output) {
    this.pairing = pairing;
    this.output = output;
    remembers = pairing.begin() != null;
    recent =
        context.getState(
            new ValueStateDescriptor<>("answers", DoublePrimitiveArraySerializer.INSTANCE));
  }

  /** Begins with rows of the key at hand. */
  void load() throws IOException {
    if (remembers) {
      double[] saved = recent.value();
      loaded = pairing.fits(saved) ? saved : pairing.begin();
    }
  }

  /** Takes the key's next row; {@code first}: the key begins with it, or begins anew. */
  void add(ServedRow row, boolean first) {
    if (first) {
      loaded = pairing.begin();
    }
    Pairing.Named event = new Pairing.Named(row.key(), row.id(), row.time());
    Judgement judgement = pairing.pair(event, row.observed(), row.answer(), loaded);
    if (judgement != null) {
      output.collect(JUDGEMENTS, new StreamRecord<>(judgement, row.time()));
    }
  }

  /** Ends with the rows of the key at hand. */
  void store() throws IOException {
    if (loaded != null) {
      recent.update(loaded);
    }
  }

  /** Forgets the answers of the key at hand. */
  void clear() {
    recent.clear();
  }
}

package io.tidemill.kafka;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Parts events and dead letters; counts the latter as {@code deadLetters}. */
final class DeadLetterSplit extends ProcessFunction<Decoded, Event> {

  private static final long serialVersionUID = 1;

  private transient @Nullable Counter deadLetters;

  @Override
  public void open(OpenContext context) {
    deadLetters = getRuntimeContext().getMetricGroup().counter("deadLetters");
  }

  @Override
  public void processElement(Decoded decoded, Context context, Collector<Event> out) {
    if (decoded.event() != null) {
      out.collect(decoded.event());
    } else if (decoded.deadLetter() != null && deadLetters != null) {
      deadLetters.inc();
      context.output(DeadLetters.TAG, decoded.deadLetter());
    }
  }
}

package io.tidemill.inference;

import io.tidemill.job.KeyOwnership;
import io.tidemill.schema.message.Alert;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.jspecify.annotations.Nullable;

/**
 * The keyed state of the operator: one {@link EntityState} a key, and one timer by event time for
 * those keys that may fall silent or have an incident to close.
 */
final class Entities implements Triggerable<String, VoidNamespace> {
  private final AbstractStreamOperator<?> operator;
  private final EntityScorer scorer;
  private final Consumer<Alert> alerts;
  private final ValueState<EntityState> states;
  private final InternalTimerService<VoidNamespace> timers;
  private final boolean inPlace; // the state that is handed out is the one that is kept

  /**
   * The states of an operator that is being opened.
   *
   * @param ttl a key that was not stored for this long, by the clock, is forgotten, its open
   *     incident with it; null: never
   * @param alerts takes what timers find
   */
  Entities(
      AbstractStreamOperator<?> operator,
      EntityScorer scorer,
      @Nullable Duration ttl,
      Consumer<Alert> alerts) {
    this.operator = operator;
    this.scorer = scorer;
    this.alerts = alerts;
    states = operator.getKeyedStateStore().getState(descriptor(ttl));
    // While a checkpoint is written the heap hands out a copy, which from then on is the one it
    // keeps. A time to live counts from the last time that a state was stored.
    inPlace = ttl == null && operator.getKeyedStateBackend() instanceof HeapKeyedStateBackend;
    timers = operator.getInternalTimerService("entity", VoidNamespaceSerializer.INSTANCE, this);
  }

  /** How the version that answers them lies in a checkpoint, as union state. */
  static ListStateDescriptor<byte[]> model() {
    return new ListStateDescriptor<>("models", BytePrimitiveArraySerializer.INSTANCE);
  }

  /** How the states lie in a checkpoint. */
  static ValueStateDescriptor<EntityState> descriptor(@Nullable Duration ttl) {
    ValueStateDescriptor<EntityState> descriptor =
        new ValueStateDescriptor<>("entity", new EntityStateSerializer());
    if (ttl != null) {
      descriptor.enableTimeToLive(StateTtlConfig.newBuilder(ttl).build());
    }
    return descriptor;
  }

  /** Gives every key of the bundle its state. */
  void load(Bundle bundle) throws Exception {
    for (int slot = 0; slot < bundle.slots(); slot++) {
      operator.setCurrentKey(bundle.key(slot));
      EntityState state = states.value();
      if (state == null) {
        state = scorer.newState();
        if (inPlace) {
          states.update(state);
        }
      }
      bundle.state(slot, state);
    }
  }

  /** Keeps the state of every key of the bundle. */
  void store(Bundle bundle) throws Exception {
    for (int slot = 0; slot < bundle.slots(); slot++) {
      EntityState state = bundle.state(slot);
      if (!inPlace || scorer.due(state) < state.timer) {
        operator.setCurrentKey(bundle.key(slot));
        store(state);
      }
    }
  }

  private void store(EntityState state) throws Exception {
    long due = scorer.due(state);
    if (due < state.timer) { // a timer that fires too early looks again
      if (state.timer != EntityState.NO_TIMER) {
        timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, state.timer);
      }
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, due);
      state.timer = due;
    }
    states.update(state);
  }

  /** Remembers nothing of a key any more; its open incident is not closed but gone. */
  void forget(String key) throws Exception {
    if (!KeyOwnership.holds(operator.getRuntimeContext().getTaskInfo(), key)) {
      return;
    }
    operator.setCurrentKey(key);
    EntityState state = states.value();
    if (state != null) {
      if (state.timer != EntityState.NO_TIMER) {
        timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, state.timer);
      }
      states.clear();
    }
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    EntityState state = states.value();
    if (state == null) {
      return; // forgotten since
    }
    state.timer = EntityState.NO_TIMER;
    if (timers.currentWatermark() == Watermark.MAX_WATERMARK.getTimestamp()) {
      states.update(state); // the input ends: time jumps to infinity, which is nobody's silence
    } else {
      scorer.pass(timer.getKey(), state, timer.getTimestamp(), alerts);
      store(state);
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no key has a timer by the clock");
  }
}

package io.tidemill.kafka;

import io.tidemill.control.Order;
import io.tidemill.schema.message.Control;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the orders about versions seen so far come to; belongs to one thread. */
final class OrdersSoFar {
  private @Nullable Control rollback;
  private @Nullable Control last;
  private int epoch;

  /** Takes the next message; one that is no order, or one to forget a key, is passed over. */
  void add(Control control) {
    Order next = Order.find(control);
    if (next != null && !(next instanceof Order.Forget)) {
      last = control;
    }
    if (next instanceof Order.Rollback to) {
      rollback = control;
      epoch = Math.max(epoch, to.fromEpoch() - 1);
    }
  }

  /** The last order; null: none. */
  @Nullable Control last() {
    return last;
  }

  /** Those that still count, in their order: the last rollback and the last of all. */
  List<Control> counting() {
    return Stream.of(rollback, last).filter(Objects::nonNull).distinct().toList();
  }

  /**
   * No learner that has heard of all of them publishes in this epoch or before; 0: none said so.
   */
  int epoch() {
    return epoch;
  }
}

package io.tidemill.kafka;

import io.tidemill.control.Order;
import io.tidemill.schema.message.Control;
import org.jspecify.annotations.Nullable;

/** What the orders about versions seen so far come to. */
final class OrdersSoFar {
  private @Nullable Control message;
  private @Nullable Order order;
  private int epoch;

  /** Takes the next message; one that is no order, or one to forget a key, is passed over. */
  void add(Control control) {
    try {
      Order next = Order.of(control);
      if (!(next instanceof Order.Forget)) {
        message = control;
        order = next;
        epoch = next instanceof Order.Rollback to ? Math.max(epoch, to.fromEpoch() - 1) : epoch;
      }
    } catch (IllegalArgumentException e) {
      // The jobs say what is wrong with it.
    }
  }

  @Nullable Control lastMessage() {
    return message;
  }

  @Nullable Order last() {
    return order;
  }

  /**
   * No learner that has heard of all of them publishes in this epoch or before; 0: none said so.
   */
  int epoch() {
    return epoch;
  }
}

package io.tidemill.kafka;

import io.tidemill.control.Order;
import io.tidemill.schema.message.Control;
import org.jspecify.annotations.Nullable;

/** The last order about versions among those seen so far. */
final class OrdersSoFar {
  private @Nullable Control message;
  private @Nullable Order order;

  /** Takes the next message; one that is no order, or one to forget a key, is passed over. */
  void add(Control control) {
    try {
      Order next = Order.of(control);
      if (!(next instanceof Order.Forget)) {
        message = control;
        order = next;
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
}

package io.tidemill.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.control.Order;
import io.tidemill.schema.message.Control;
import io.tidemill.schema.message.ControlCommand;
import io.tidemill.snapshot.ModelVersion;
import org.junit.jupiter.api.Test;

class OrdersSoFarTest {
  private static final ModelVersion VERSION = new ModelVersion(1, 5);

  private final OrdersSoFar orders = new OrdersSoFar();

  @Test
  void theLastRollbackAndTheLastOrderCount() {
    Control rollback = message(new Order.Rollback(VERSION, 4));
    Control pin = message(new Order.Pin(VERSION));
    orders.add(message(new Order.Rollback(VERSION, 3)));
    orders.add(rollback);
    assertThat(orders.counting()).containsExactly(rollback);
    orders.add(message(new Order.Unpin()));
    orders.add(pin);
    orders.add(message(new Order.Forget("k", 1)));

    assertThat(orders.counting()).containsExactly(rollback, pin);
    assertThat(orders.last()).isEqualTo(pin);
    assertThat(orders.epoch()).isEqualTo(3);
  }

  @Test
  void whatIsNoOrderIsPassedOver() {
    orders.add(
        Control.newBuilder(message(new Order.Unpin())).setCommand(ControlCommand.PIN).build());

    assertThat(orders.counting()).isEmpty();
    assertThat(orders.last()).isNull();
    assertThat(orders.epoch()).isZero();
  }

  private static Control message(Order order) {
    return order.message("id", 1, "me", "");
  }
}

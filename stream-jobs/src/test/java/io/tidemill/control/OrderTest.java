package io.tidemill.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.schema.message.Control;
import io.tidemill.schema.message.ControlCommand;
import io.tidemill.snapshot.ModelVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrderTest {
  private static final ModelVersion OLD = new ModelVersion(1, 5);
  private static final ModelVersion NEW = new ModelVersion(2, 1L << 40);
  private static final List<Order> ALL =
      List.of(
          new Order.Pin(NEW),
          new Order.Unpin(),
          new Order.Promote(OLD, NEW),
          new Order.Rollback(OLD, 7),
          new Order.Forget("station/07 ü", -3));

  @Test
  void aMessageSaysTheOrder() {
    for (Order order : ALL) {
      assertThat(Order.of(order.message("id", 1, "who", "why"))).isEqualTo(order);
    }
  }

  @Test
  void everyCommandIsAnOrder() {
    assertThat(ALL)
        .extracting(order -> order.message("id", 1, "who", "why").getCommand())
        .containsExactlyInAnyOrder(ControlCommand.values());
    assertThat(Arrays.stream(Order.class.getPermittedSubclasses())).hasSameSizeAs(ALL);
  }

  @Test
  void aMessageTellsWhoAndWhy() {
    Control message = new Order.Unpin().message("id", 12, "anna", "the sensor is repaired");

    assertThat(message.getId()).isEqualTo("id");
    assertThat(message.getAt()).isEqualTo(12);
    assertThat(message.getWho()).isEqualTo("anna");
    assertThat(message.getWhy()).isEqualTo("the sensor is repaired");
  }

  @Test
  void wrongArgumentsAreNamed() {
    refused(ControlCommand.PIN, Map.of(), "order id, PIN, has no argument 'epoch'");
    refused(
        ControlCommand.PIN,
        Map.of("epoch", "1", "sequence", "x"),
        "order id, PIN, has sequence='x', which is no number from 0 to 9223372036854775807");
    refused(
        ControlCommand.PROMOTE,
        Map.of("epoch", "4294967297", "sequence", "1"),
        "epoch='4294967297'");
    refused(
        ControlCommand.ROLLBACK,
        Map.of("epoch", "1", "sequence", "1", "fromEpoch", "0"),
        "fromEpoch='0'");
    refused(ControlCommand.FORGET, Map.of("key", "k"), "has no argument 'until'");
  }

  private static void refused(ControlCommand command, Map<String, String> arguments, String why) {
    Control message =
        Control.newBuilder(new Order.Unpin().message("id", 1, "who", ""))
            .setCommand(command)
            .setArguments(arguments)
            .build();
    assertThat(Order.find(message)).isNull();
    assertThatThrownBy(() -> Order.of(message))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}

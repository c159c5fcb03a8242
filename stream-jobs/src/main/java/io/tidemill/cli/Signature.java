package io.tidemill.cli;

import io.tidemill.control.Order;
import io.tidemill.schema.message.Control;
import java.util.UUID;
import picocli.CommandLine.Option;

/** Who gives an order, and why: both are kept with it. */
final class Signature {

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      required = true,
      description = "The reason, for those who read it later.")
  private String why = "";

  @Option(
      names = "--who",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      description = "Who gives the order. Default: ${DEFAULT-VALUE}.")
  private String who = "";

  /** An order as it is sent now. */
  Control sign(Order order) {
    return order.message(UUID.randomUUID().toString(), System.currentTimeMillis(), who, why);
  }

  /** Both in a line. */
  @Override
  public String toString() {
    return who + ": " + why;
  }
}

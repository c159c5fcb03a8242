package io.tidemill.control;

import io.tidemill.schema.message.Control;
import io.tidemill.schema.message.ControlCommand;
import io.tidemill.snapshot.ModelVersion;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a message of the control topic tells the jobs to do. */
public sealed interface Order {

  /** That one version answers until another order says otherwise. */
  record Pin(ModelVersion version) implements Order {}

  /** That the newest version answers, as without any order. */
  record Unpin() implements Order {}

  /**
   * That a version answers now, and the newer ones that are published afterwards in their turn.
   *
   * @param newest the newest version when the order was given: those above it come afterwards
   */
  record Promote(ModelVersion version, ModelVersion newest) implements Order {}

  /**
   * That a version answers now and the learner goes on from its weights; what it had learned since
   * does not get into service by itself any more.
   *
   * @param fromEpoch the least epoch of what is learned from there; above that of any version that
   *     was published, or may have been on its way, when the order was given
   */
  record Rollback(ModelVersion version, int fromEpoch) implements Order {
    public Rollback {
      if (fromEpoch < 1) {
        throw new IllegalArgumentException("fromEpoch is " + fromEpoch + ": must be 1 or more");
      }
    }
  }

  /**
   * That nothing of a key is remembered, and none of its events up to a time is learned.
   *
   * @param until event time, milliseconds
   */
  record Forget(String key, long until) implements Order {}

  /**
   * What a message says.
   *
   * @throws IllegalArgumentException if its arguments are none of its command's
   */
  static Order of(Control control) {
    Arguments arguments = new Arguments(control);
    return switch (control.getCommand()) {
      case PIN -> new Pin(arguments.version("epoch", "sequence"));
      case UNPIN -> new Unpin();
      case PROMOTE ->
          new Promote(
              arguments.version("epoch", "sequence"),
              arguments.version("newestEpoch", "newestSequence"));
      case ROLLBACK ->
          new Rollback(
              arguments.version("epoch", "sequence"),
              (int) arguments.number("fromEpoch", 1, Integer.MAX_VALUE));
      case FORGET ->
          new Forget(
              arguments.text("key"), arguments.number("until", Long.MIN_VALUE, Long.MAX_VALUE));
    };
  }

  /** What a message says; null: it is no order, and {@link #of} says why. */
  static @Nullable Order find(Control control) {
    try {
      return of(control);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * The message that says it.
   *
   * @param id a new one for every order
   * @param at by the clock, milliseconds
   * @param who gives the order, and why, for those who read it later
   */
  default Control message(String id, long at, String who, String why) {
    return Control.newBuilder()
        .setId(id)
        .setAt(at)
        .setWho(who)
        .setWhy(why)
        .setCommand(command())
        .setArguments(arguments())
        .build();
  }

  private ControlCommand command() {
    if (this instanceof Pin) {
      return ControlCommand.PIN;
    } else if (this instanceof Unpin) {
      return ControlCommand.UNPIN;
    } else if (this instanceof Promote) {
      return ControlCommand.PROMOTE;
    }
    return this instanceof Rollback ? ControlCommand.ROLLBACK : ControlCommand.FORGET;
  }

  private Map<String, String> arguments() {
    if (this instanceof Pin pin) {
      return Map.of("epoch", epoch(pin.version), "sequence", sequence(pin.version));
    } else if (this instanceof Promote promote) {
      return Map.of(
          "epoch", epoch(promote.version),
          "sequence", sequence(promote.version),
          "newestEpoch", epoch(promote.newest),
          "newestSequence", sequence(promote.newest));
    } else if (this instanceof Rollback rollback) {
      return Map.of(
          "epoch", epoch(rollback.version),
          "sequence", sequence(rollback.version),
          "fromEpoch", String.valueOf(rollback.fromEpoch));
    } else if (this instanceof Forget forget) {
      return Map.of("key", forget.key, "until", String.valueOf(forget.until));
    }
    return Map.of();
  }

  private static String epoch(ModelVersion version) {
    return String.valueOf(version.epoch());
  }

  private static String sequence(ModelVersion version) {
    return String.valueOf(version.sequence());
  }

  /** The arguments of a message by their names. */
  record Arguments(Control control) {

    private ModelVersion version(String epoch, String sequence) {
      return new ModelVersion(
          (int) number(epoch, 0, Integer.MAX_VALUE), number(sequence, 0, Long.MAX_VALUE));
    }

    private long number(String name, long least, long most) {
      String text = text(name);
      try {
        long number = Long.parseLong(text);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        // said below
      }
      throw wrong(
          "has " + name + "='" + text + "', which is no number from " + least + " to " + most);
    }

    private String text(String name) {
      String text = control.getArguments().get(name);
      if (text == null) {
        throw wrong("has no argument '" + name + "'");
      }
      return text;
    }

    private IllegalArgumentException wrong(String what) {
      return new IllegalArgumentException(
          "order " + control.getId() + ", " + control.getCommand() + ", " + what);
    }
  }
}

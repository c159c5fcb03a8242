package io.tidemill.feature;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Local time of one zone, remembering the last stretch between two changes of its offset.
 * Thread-safe.
 */
final class ZoneClock {

  private static final Map<String, ZoneClock> CLOCKS = new ConcurrentHashMap<>();

  private final ZoneRules rules;
  private volatile Stretch stretch = new Stretch(0, 0, 0);

  private ZoneClock(ZoneRules rules) {
    this.rules = rules;
  }

  /** The clock of a zone named as in {@link ZoneId#of(String)}. */
  static ZoneClock of(String zone) {
    ZoneClock clock = CLOCKS.get(zone);
    if (clock == null) {
      clock = new ZoneClock(parse(zone).getRules());
      CLOCKS.put(zone, clock);
    }
    return clock;
  }

  /**
   * Milliseconds since local 1970-01-01T00:00, of a time in milliseconds since 1970-01-01T00:00Z.
   */
  long local(long time) {
    Stretch current = stretch;
    if (time < current.from || time >= current.until) {
      current = stretchAt(time);
      stretch = current;
    }
    return time + current.offsetMs;
  }

  private Stretch stretchAt(long time) {
    Instant instant = Instant.ofEpochMilli(time);
    // The instant itself may be the one of a change.
    ZoneOffsetTransition before = rules.previousTransition(instant.plusNanos(1));
    ZoneOffsetTransition after = rules.nextTransition(instant);
    return new Stretch(
        before == null ? Long.MIN_VALUE : before.toEpochSecond() * 1000,
        after == null ? Long.MAX_VALUE : after.toEpochSecond() * 1000,
        rules.getOffset(instant).getTotalSeconds() * 1000L);
  }

  private static ZoneId parse(String zone) {
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "zone is \"%s\": want a name such as UTC, Europe/Berlin or +02:00".formatted(zone), e);
    }
  }

  private record Stretch(long from, long until, long offsetMs) {}
}

package io.tidemill.pipeline;

import java.io.Serializable;
import java.time.Duration;

/**
 * Labels that come by a topic of their own, later than their events, before them, or never.
 *
 * @param records how a label is read: its key says which event it is of, its one number is the
 *     index of the class
 * @param patience how long, in event time, an event and a label wait for each other
 * @param most events and labels that wait in a subtask; beyond them none is waited for
 */
public record Labels(Events records, Match match, Duration patience, int most)
    implements Serializable {

  /** How a label names its event. */
  public enum Match {
    /** By the event's id, which is the label's key. */
    ID,
    /** By the event's key and its time, which is the label's own. */
    KEY_AND_TIME;

    /** What an event and its label have in common. */
    public String ofEvent(String id, String key, long time) {
      return this == ID ? id : key + "@" + time;
    }

    /** The same from a label's side, whose key is the id of its event or the event's key. */
    public String ofLabel(String key, long time) {
      return ofEvent(key, key, time);
    }
  }

  public Labels {
    if (patience.isNegative() || patience.isZero()) {
      throw new IllegalArgumentException("wait is " + patience + ": must be positive");
    }
    if (most < 1) {
      throw new IllegalArgumentException("most is " + most + ": must be at least 1");
    }
  }
}

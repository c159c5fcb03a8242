package io.tidemill.kafka;

import io.tidemill.pipeline.EventKey;
import io.tidemill.pipeline.EventTime;
import io.tidemill.pipeline.Events;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a field of a record is to the pipeline; one field may be several things.
 *
 * @param number index in {@link Event#numbers}; -1: none
 */
record FieldRole(String name, boolean key, boolean id, boolean time, int number) {

  /** The fields that the pipeline reads, by name; any other is skipped unread. */
  static Map<String, FieldRole> of(Events events) {
    String key = events.key() instanceof EventKey.Field field ? field.name() : null;
    String time = events.time() instanceof EventTime.Field field ? field.name() : null;
    String id = events.id();
    Map<String, Integer> names = new LinkedHashMap<>();
    for (String name : new String[] {key, time, id}) {
      if (name != null) {
        names.put(name, -1);
      }
    }
    for (int i = 0; i < events.numbers().size(); i++) {
      names.put(events.numbers().get(i), i);
    }
    Map<String, FieldRole> roles = new HashMap<>();
    names.forEach(
        (name, number) ->
            roles.put(
                name,
                new FieldRole(name, name.equals(key), name.equals(id), name.equals(time), number)));
    return roles;
  }
}

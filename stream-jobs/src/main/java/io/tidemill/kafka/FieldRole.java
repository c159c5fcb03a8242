package io.tidemill.kafka;

import io.tidemill.feature.Field;
import io.tidemill.feature.FieldForm;
import io.tidemill.pipeline.EventKey;
import io.tidemill.pipeline.EventTime;
import io.tidemill.pipeline.Events;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a field of a record is to the pipeline; one field may be several things.
 *
 * @param number where it begins in {@link Event#numbers}; -1: features do not read it
 * @param form in which they read it
 */
record FieldRole(String name, boolean key, boolean id, boolean time, int number, FieldForm form) {
  private static final FieldForm NUMBER = new FieldForm.Number();

  /** The fields that the pipeline reads, by name; any other is skipped unread. */
  static Map<String, FieldRole> of(Events events) {
    String key = events.key() instanceof EventKey.Field field ? field.name() : null;
    String time = events.time() instanceof EventTime.Field field ? field.name() : null;
    String id = events.id();
    Map<String, FieldForm> forms = new LinkedHashMap<>();
    Map<String, Integer> starts = new HashMap<>();
    for (String name : new String[] {key, time, id}) {
      if (name != null) {
        forms.put(name, NUMBER);
      }
    }
    int start = 0;
    for (Field field : events.fields()) {
      forms.put(field.name(), field.form());
      starts.put(field.name(), start);
      start += field.form().width();
    }
    Map<String, FieldRole> roles = new HashMap<>();
    forms.forEach(
        (name, form) ->
            roles.put(
                name,
                new FieldRole(
                    name,
                    name.equals(key),
                    name.equals(id),
                    name.equals(time),
                    starts.getOrDefault(name, -1),
                    form)));
    return roles;
  }
}

package io.tidemill.local;

import io.tidemill.schema.message.Alert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers alerts into incidents and judges these by the faults that are known. Not thread-safe. */
final class Incidents {

  /**
   * A fault goes on this long after its end, in event time: what it upset has to settle, and its
   * end is as sudden as its beginning.
   */
  static final Duration GRACE = Duration.ofHours(3);

  /** A fault that began less than this before the end of the run is not missed yet. */
  static final Duration ALLOWANCE = Duration.ofHours(3);

  private final Map<String, Incident> incidents = new LinkedHashMap<>();

  void alert(Alert alert) {
    incidents.compute(
        alert.getIncidentId(),
        (id, known) -> known == null ? Incident.begun(alert) : known.with(alert));
  }

  int raised() {
    return incidents.size();
  }

  /** The incidents that are open, the newest first. */
  List<Incident> open() {
    return incidents.values().stream()
        .filter(Incident::open)
        .sorted(Comparator.comparingLong(Incident::start).reversed())
        .toList();
  }

  /**
   * Judges the incidents so far: one is true if the time from its first to its last alert meets a
   * fault of its key, {@link #GRACE} included.
   *
   * @param faults that began before the end
   * @param end event time that was reached, milliseconds
   */
  IncidentCounts.Judged judge(List<KnownFault> faults, long end) {
    Map<String, List<Incident>> byKey = new HashMap<>();
    for (Incident incident : incidents.values()) {
      byKey.computeIfAbsent(incident.key(), key -> new ArrayList<>()).add(incident);
    }
    Map<String, Incident> met = new HashMap<>();
    long found = 0;
    long missed = 0;
    for (KnownFault fault : faults) {
      List<Incident> meeting =
          byKey.getOrDefault(fault.key(), List.of()).stream()
              .filter(incident -> meets(incident, fault))
              .toList();
      meeting.forEach(incident -> met.put(incident.id(), incident));
      found += meeting.isEmpty() ? 0 : 1;
      missed += meeting.isEmpty() && fault.start() <= end - ALLOWANCE.toMillis() ? 1 : 0;
    }
    return new IncidentCounts.Judged(met.size(), incidents.size() - met.size(), found, missed);
  }

  private static boolean meets(Incident incident, KnownFault fault) {
    return incident.start() < fault.end() + GRACE.toMillis() && incident.last() >= fault.start();
  }
}

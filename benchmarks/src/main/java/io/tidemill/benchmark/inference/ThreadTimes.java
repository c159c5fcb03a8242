package io.tidemill.benchmark.inference;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;

/**
 * Processor time of the threads of this JVM, ns, by name without its numbers. Those that collect
 * garbage or compile are not among them.
 */
record ThreadTimes(Map<String, Long> nanos) {
  private static final int MOST = 8; // shown
  private static final int LONGEST = 60; // characters of a name

  static ThreadTimes now() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Map<String, Long> nanos = new HashMap<>();
    for (long id : threads.getAllThreadIds()) {
      ThreadInfo thread = threads.getThreadInfo(id);
      long time = threads.getThreadCpuTime(id);
      if (thread != null && time > 0) {
        nanos.merge(name(thread.getThreadName()), time, Long::sum);
      }
    }
    return new ThreadTimes(nanos);
  }

  private static String name(String thread) {
    String shown = thread.replaceAll("[0-9]+", "n");
    return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST);
  }

  ThreadTimes since(ThreadTimes before) {
    Map<String, Long> passed = new HashMap<>();
    nanos.forEach((name, time) -> passed.put(name, time - before.nanos.getOrDefault(name, 0L)));
    return new ThreadTimes(passed);
  }

  /** Prints the microseconds an event of those that take the most. */
  void print(long events) {
    nanos.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(MOST)
        .forEach(
            thread ->
                System.out.printf(
                    "    %6.2f µs  %s%n", thread.getValue() / 1e3 / events, thread.getKey()));
  }
}

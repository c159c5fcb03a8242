package io.tidemill.benchmark.inference;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * How many events a job answers while its topic is full.
 *
 * @param eventsPerSecond answers written, between the first part of the events and the last
 * @param cpuMicros processor time of this JVM, broker included, for one event: what is left of the
 *     measure where a neighbour takes part of the machine
 * @param heap what the job holds, after all events
 * @param threads what of it the threads took that run Java
 * @param answers written in the measured part
 * @param from when the part began that was measured
 * @param until when it ended
 */
record Throughput(
    double eventsPerSecond,
    double cpuMicros,
    HeapUse heap,
    ThreadTimes threads,
    long answers,
    Instant from,
    Instant until) {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private static final double FIRST = 0.4; // of the events: classes load, pages and caches fill
  private static final double LAST = 0.97; // when partitions begin to run out
  private static final long SLOW = TimeUnit.SECONDS.toNanos(4); // what is slow begins here,
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(8); // and is measured for this long
  private static final long STALLED = TimeUnit.SECONDS.toNanos(120);

  /**
   * Measures one run of a job.
   *
   * @param events on the topic
   * @param toTheEnd whether all events are to be answered, however long it takes, and the heap be
   *     measured then
   */
  static Throughput measure(
      Bench bench, Job job, Workload workload, String topic, long events, boolean toTheEnd)
      throws Exception {
    HeapUse before = toTheEnd ? HeapUse.now() : HeapUse.NOTHING;
    try (Bench.Running running = bench.start(job, workload, topic)) {
      long started = System.nanoTime();
      long longest = toTheEnd ? Long.MAX_VALUE : LONGEST;
      long first = await(running, (long) (FIRST * events), toTheEnd ? Long.MAX_VALUE : SLOW);
      Instant begun = Instant.now();
      long from = System.nanoTime();
      ThreadTimes threads = ThreadTimes.now();
      long cpu = SYSTEM.getProcessCpuTime();
      long last = await(running, (long) (LAST * events), longest);
      ThreadTimes passed = ThreadTimes.now().since(threads);
      Instant ended = Instant.now();
      double seconds = (System.nanoTime() - from) / 1e9;
      double cpuMicros = (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / Math.max(1, last - first);
      if (last == first) {
        throw new IllegalStateException(
            job.title()
                + " answered nothing within "
                + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started)
                + " s");
      }
      HeapUse held = HeapUse.NOTHING;
      if (toTheEnd) {
        await(running, events, Long.MAX_VALUE);
        held = HeapUse.now().less(before);
      }
      return new Throughput(
          (last - first) / seconds, cpuMicros, held, passed, last - first, begun, ended);
    }
  }

  /** Returns the answers when they are so many, or after a time, ns. */
  private static long await(Bench.Running running, long count, long longest) throws Exception {
    long begun = System.nanoTime();
    long moved = begun;
    long answered = running.answered();
    while (answered < count && System.nanoTime() - begun < longest) {
      Thread.sleep(10);
      long now = running.answered();
      if (now > answered) {
        moved = System.nanoTime();
      } else if (System.nanoTime() - moved > STALLED) {
        throw new IllegalStateException("stopped after " + now + " of " + count + " answers");
      }
      answered = now;
    }
    return answered;
  }
}

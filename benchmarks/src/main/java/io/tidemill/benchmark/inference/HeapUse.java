package io.tidemill.benchmark.inference;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What is alive on the heap, bytes.
 *
 * @param arrays of floats and doubles, which the memories and statistics of the keys are
 */
record HeapUse(long all, long arrays) {
  static final HeapUse NOTHING = new HeapUse(0, 0);

  /** By the JVM's own histogram, which collects garbage first. */
  static HeapUse now() {
    String histogram;
    try {
      histogram =
          (String)
              ManagementFactory.getPlatformMBeanServer()
                  .invoke(
                      new ObjectName("com.sun.management:type=DiagnosticCommand"),
                      "gcClassHistogram",
                      new Object[] {new String[0]},
                      new String[] {String[].class.getName()});
    } catch (JMException e) {
      throw new IllegalStateException("this JVM shows no histogram of its heap", e);
    }
    long all = 0;
    long arrays = 0;
    for (String line : histogram.lines().toList()) {
      String[] columns = line.strip().split("\\s+"); // rank, instances, bytes, class
      if (columns.length >= 4 && columns[0].endsWith(":")) {
        long bytes = Long.parseLong(columns[2]);
        all += bytes;
        arrays += columns[3].equals("[F") || columns[3].equals("[D") ? bytes : 0;
      }
    }
    return new HeapUse(all, arrays);
  }

  HeapUse less(HeapUse before) {
    return new HeapUse(all - before.all, arrays - before.arrays);
  }

  /** For a line of the table; empty: not measured. */
  String shown() {
    return all == 0
        ? ""
        : ", heap %,d MB for %,d MB of arrays: %.2f"
            .formatted(all >> 20, arrays >> 20, (double) all / arrays);
  }
}

package io.tidemill.benchmark;

import org.jspecify.annotations.Nullable;

/**
 * How fast a shape is.
 *
 * @param micros of a step
 * @param gigaflops GFLOP/s, by {@link Flops}
 */
record ShapeResult(Shape shape, double micros, double gigaflops) {

  static String header() {
    return "%-40s %10s %8s %5s  %s".formatted("", "µs", "GFLOP/s", "peak", "beside");
  }

  /**
   * For people.
   *
   * @param good the shape this is compared with
   */
  String line(@Nullable ShapeResult good, double peak) {
    String beside =
        good == null || good.equals(this)
            ? ""
            : "%.2f of %s".formatted(gigaflops / good.gigaflops, good.shape.name());
    return "%-40s %10.2f %8.1f %5.2f  %s"
        .formatted(shape.name(), micros, gigaflops, gigaflops / peak, beside);
  }
}

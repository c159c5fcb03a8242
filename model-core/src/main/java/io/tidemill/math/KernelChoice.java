package io.tidemill.math;

/**
 * Picks the kernels once per JVM: those of the Vector API where the module {@code
 * jdk.incubator.vector} is present, else plain Java. The system property {@code tidemill.kernels}
 * overrides: {@code auto}, {@code vector} or {@code plain}.
 */
final class KernelChoice {
  static final String PROPERTY = "tidemill.kernels";
  static final Kernels BEST = choose(System.getProperty(PROPERTY, "auto"));

  private KernelChoice() {}

  static Kernels choose(String wanted) {
    boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    return switch (wanted) {
      case "plain" -> new ScalarKernels();
      case "auto" -> present ? new VectorKernels() : new ScalarKernels();
      case "vector" -> {
        if (!present) {
          throw new IllegalStateException(
              PROPERTY + "=vector needs a JVM started with --add-modules=jdk.incubator.vector");
        }
        yield new VectorKernels();
      }
      default ->
          throw new IllegalArgumentException(
              PROPERTY + "=" + wanted + ": it must be auto, vector or plain");
    };
  }
}

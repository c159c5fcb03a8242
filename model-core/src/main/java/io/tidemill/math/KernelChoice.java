package io.tidemill.math;

/**
 * Picks the kernels once per JVM: those of the Vector API where the module {@code
 * jdk.incubator.vector} is present, else plain Java. The system property {@code tidemill.kernels}
 * overrides: {@code auto}, {@code vector} or {@code plain}.
 */
final class KernelChoice {
  private static final String PROPERTY = "tidemill.kernels";
  private static final boolean VECTOR = vector(System.getProperty(PROPERTY, "auto"));

  static final Kernels KERNELS = VECTOR ? new VectorKernels() : new ScalarKernels();
  static final TableKernels TABLES = VECTOR ? new VectorTableKernels() : new ScalarTableKernels();
  static final WinogradKernels WINOGRAD =
      VECTOR ? new VectorWinogradKernels() : new ScalarWinogradKernels();
  static final PoolKernels POOLS = VECTOR ? new VectorPoolKernels() : new ScalarPoolKernels();
  static final Cells CELLS = VECTOR ? new VectorCells() : new ScalarCells();
  static final Functions FUNCTIONS = VECTOR ? new VectorFunctions() : new ScalarFunctions();

  private KernelChoice() {}

  private static boolean vector(String wanted) {
    boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    return switch (wanted) {
      case "plain" -> false;
      case "auto" -> present;
      case "vector" -> {
        if (!present) {
          throw new IllegalStateException(
              PROPERTY + "=vector needs a JVM started with --add-modules=jdk.incubator.vector");
        }
        yield true;
      }
      default ->
          throw new IllegalArgumentException(
              PROPERTY + "=" + wanted + ": it must be auto, vector or plain");
    };
  }
}

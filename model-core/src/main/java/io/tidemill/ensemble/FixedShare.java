package io.tidemill.ensemble;

/**
 * Weights of experts by their losses, of which a share is spread evenly at every step, so that the
 * best of a while may be another than the best of all time (Herbster and Warmuth 1998, "Tracking
 * the best expert", fixed share). State of an expert: the logarithm of its weight in units of the
 * largest; negative infinity once it is dropped. {@link StrictMath}: the same bits on every JVM.
 */
final class FixedShare {
  private FixedShare() {}

  /** What the weights of {@code count} experts in units of the largest add up to. */
  static double total(double[] state, int offset, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += StrictMath.exp(state[offset + i]);
    }
    return sum;
  }

  /**
   * The weight of an expert; all add up to 1.
   *
   * @param total of all experts
   */
  static double weight(double[] state, int offset, int expert, double total) {
    return StrictMath.exp(state[offset + expert]) / total;
  }

  /**
   * One step, after the state of every expert has been lowered by its loss.
   *
   * @param share of all weight, in [0, 1), that the experts left get in equal parts
   */
  static void share(double[] state, int offset, int count, double share) {
    double most = most(state, offset, count);
    double sum = 0;
    int left = 0;
    for (int i = 0; i < count; i++) {
      sum += StrictMath.exp(state[offset + i] - most);
      left += state[offset + i] == Double.NEGATIVE_INFINITY ? 0 : 1;
    }
    for (int i = 0; i < count; i++) {
      if (state[offset + i] > Double.NEGATIVE_INFINITY) {
        double weight = StrictMath.exp(state[offset + i] - most) / sum;
        state[offset + i] = StrictMath.log((1 - share) * weight + share / left);
      }
    }
    normalize(state, offset, count);
  }

  /** Takes an expert's weight away; refuses to take the last one's. */
  static void drop(double[] state, int offset, int count, int expert) {
    state[offset + expert] = Double.NEGATIVE_INFINITY;
    if (most(state, offset, count) == Double.NEGATIVE_INFINITY) {
      throw new IllegalStateException("expert " + expert + " is the last that is left");
    }
    normalize(state, offset, count);
  }

  private static void normalize(double[] state, int offset, int count) {
    double most = most(state, offset, count);
    for (int i = 0; i < count; i++) {
      state[offset + i] -= most;
    }
  }

  private static double most(double[] state, int offset, int count) {
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      most = Math.max(most, state[offset + i]);
    }
    return most;
  }
}

package io.tidemill.optimizer;

/** {@link Ftrl} at work; its state is z and then n of all weights. */
final class FtrlUpdater implements Updater {
  private final Ftrl ftrl;
  private final int parameters;
  private final float[] state;

  FtrlUpdater(Ftrl ftrl, int parameters) {
    this.ftrl = ftrl;
    this.parameters = parameters;
    this.state = new float[Math.multiplyExact(2, parameters)];
  }

  /** Without a look at the factor: see {@link Ftrl#isScalable}. */
  @Override
  public void update(float[] weights, float[] gradient, int from, long steps, double factor) {
    for (int i = 0; i < parameters; i++) {
      double g = gradient[from + i];
      double n = state[parameters + i];
      double root = Math.sqrt(n + g * g);
      double z = state[i] + g - (root - Math.sqrt(n)) / ftrl.rate() * weights[from + i];
      double excess = Math.abs(z) - ftrl.l1();
      double curvature = (ftrl.beta() + root) / ftrl.rate() + ftrl.l2();
      state[i] = (float) z;
      state[parameters + i] = (float) (n + g * g);
      weights[from + i] = excess > 0 ? (float) (-Math.signum(z) * excess / curvature) : 0;
    }
  }

  @Override
  public int stateSize() {
    return state.length;
  }

  @Override
  public float[] state() {
    return state.clone();
  }

  @Override
  public void restore(float[] saved) {
    Updater.requireSize(saved, state.length);
    System.arraycopy(saved, 0, state, 0, state.length);
  }
}

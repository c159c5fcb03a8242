package io.tidemill.evaluate;

/** What is better than an answer that takes no thought, as a share of what could be. */
public final class Kappa {
  private Kappa() {}

  /**
   * (accuracy - naive) / (1 - naive): 1 is perfect, 0 no better than naive. By what is naive it is
   * Cohen's kappa (1960; {@link #byChance}), kappa-temporal (Žliobaitė et al. 2015; no change) or
   * kappa-M (Bifet et al. 2015; the commonest class). NaN where naive is perfect.
   */
  public static double of(double accuracy, double naive) {
    return naive == 1 ? Double.NaN : (accuracy - naive) / (1 - naive);
  }

  /**
   * Share of right answers that is to be expected by chance.
   *
   * @param confusion examples by [actual class][predicted class]
   */
  public static double byChance(long[][] confusion) {
    double examples = 0;
    double[] actual = new double[confusion.length];
    double[] predicted = new double[confusion.length];
    for (int i = 0; i < confusion.length; i++) {
      for (int k = 0; k < confusion.length; k++) {
        actual[i] += confusion[i][k];
        predicted[k] += confusion[i][k];
        examples += confusion[i][k];
      }
    }
    double expected = 0;
    for (int k = 0; k < confusion.length; k++) {
      expected += actual[k] * predicted[k];
    }
    return expected / (examples * examples);
  }
}

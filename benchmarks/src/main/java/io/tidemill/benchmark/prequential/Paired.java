package io.tidemill.benchmark.prequential;

/**
 * What something is worth by outcomes of the same events with it and without: the mean difference
 * of their losses. Errors that follow each other are alike, so its standard error is that of the
 * means of {@value #BLOCKS} blocks, each of outcomes in a row.
 *
 * @param worth mean loss without, less that with; above 0: it helps
 * @param standardError NaN: too few outcomes
 * @param differ share of outcomes of which the losses differ
 */
record Paired(double worth, double standardError, double differ) {
  static final int BLOCKS = 50;

  /**
   * Compares outcome by outcome; those that cannot be told of one side do not count.
   *
   * @throws IllegalArgumentException if the numbers of outcomes are not the same
   */
  static Paired of(double[] with, double[] without) {
    if (with.length != without.length) {
      throw new IllegalArgumentException(
          "%d outcomes with, %d without: want the same stream"
              .formatted(with.length, without.length));
    }
    double[] sums = new double[BLOCKS];
    double[] counts = new double[BLOCKS];
    double sum = 0;
    double count = 0;
    double differ = 0;
    for (int i = 0; i < with.length; i++) {
      double difference = without[i] - with[i];
      if (!Double.isNaN(difference)) {
        int block = (int) ((long) i * BLOCKS / with.length);
        sums[block] += difference;
        counts[block]++;
        sum += difference;
        count++;
        differ += difference == 0 ? 0 : 1;
      }
    }
    double mean = sum / count;
    double squares = 0;
    for (int i = 0; i < BLOCKS; i++) {
      double distance = sums[i] / counts[i] - mean;
      squares += distance * distance;
    }
    double standardError = Math.sqrt(squares / (BLOCKS - 1) / BLOCKS);
    return new Paired(mean, standardError, differ / count);
  }
}

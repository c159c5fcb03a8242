package io.tidemill.anomaly;

import java.util.random.RandomGenerator;

/** Scores of keys on which nothing ever happens. */
enum Streams {
  /** Absolute standard normal. */
  GAUSSIAN {
    @Override
    double next(RandomGenerator random, double[] memory) {
      return Math.abs(random.nextGaussian());
    }
  },
  EXPONENTIAL {
    @Override
    double next(RandomGenerator random, double[] memory) {
      return random.nextExponential();
    }
  },
  /** Absolute Student t with 3 degrees of freedom: infinite fourth moment. */
  STUDENT_3 {
    @Override
    double next(RandomGenerator random, double[] memory) {
      return Math.abs(student(random));
    }
  },
  /**
   * Absolute normal whose logarithmic volatility is a first-order autoregression (0.98, deviation
   * 0.5).
   */
  BURSTY {
    @Override
    double next(RandomGenerator random, double[] memory) {
      memory[0] = 0.98 * memory[0] + 0.1 * random.nextGaussian();
      return Math.abs(random.nextGaussian()) * Math.exp(memory[0]);
    }
  };

  /** The next score of a key; {@code memory} holds one double of the key's own, at first 0. */
  abstract double next(RandomGenerator random, double[] memory);

  static double student(RandomGenerator random) {
    double a = random.nextGaussian();
    double b = random.nextGaussian();
    double c = random.nextGaussian();
    return random.nextGaussian() / Math.sqrt((a * a + b * b + c * c) / 3);
  }
}

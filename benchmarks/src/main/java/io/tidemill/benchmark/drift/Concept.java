package io.tidemill.benchmark.drift;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Families of concepts: numbers with a class that depends on them by a changing rule. */
public enum Concept {
  /**
   * Three numbers in [0, 10], of which the sum of two is compared with a threshold; a tenth of the
   * classes is wrong (Street and Kim 2001, SEA).
   */
  SEA(3) {
    @Override
    public boolean label(double[] x, long rule, SplittableRandom random) {
      double[] thresholds = {8, 9, 7, 9.5};
      boolean below = x[0] + x[1] <= thresholds[(int) (rule % 4)];
      return (random.nextInt(10) == 0) != below;
    }

    @Override
    public void draw(double[] x, SplittableRandom random) {
      for (int i = 0; i < x.length; i++) {
        x[i] = 10 * random.nextDouble();
      }
    }
  },

  /** Ten numbers on either side of a plane, of which one in 20 is said to be on the other. */
  HYPERPLANE(10) {
    @Override
    public boolean label(double[] x, long rule, SplittableRandom random) {
      SplittableRandom weights = new SplittableRandom(31 * rule + 7);
      double side = 0;
      for (double value : x) {
        side += weights.nextGaussian() * (value - 0.5);
      }
      return (random.nextInt(20) == 0) != side > 0;
    }
  },

  /**
   * Size, colour and shape, three each, as indicators, and three rules of which class an object is
   * (Schlimmer and Granger 1986).
   */
  STAGGER(9) {
    @Override
    public boolean label(double[] x, long rule, SplittableRandom random) {
      return switch ((int) (rule % 3)) {
        case 0 -> x[0] == 1 && x[3] == 1; // small and red
        case 1 -> x[4] == 1 || x[6] == 1; // green or a circle
        default -> x[1] == 1 || x[2] == 1; // of middle size or large
      };
    }

    @Override
    public void draw(double[] x, SplittableRandom random) {
      Arrays.fill(x, 0);
      for (int i = 0; i < x.length; i += 3) {
        x[i + random.nextInt(3)] = 1;
      }
    }
  },

  /** Points above or below one of two sines, and what is above changes (Gama and others 2004). */
  SINE(2) {
    @Override
    public boolean label(double[] x, long rule, SplittableRandom random) {
      boolean wave = rule / 2 % 2 == 1;
      double sine = wave ? 0.5 + 0.3 * Math.sin(3 * Math.PI * x[0]) : Math.sin(x[0]);
      return x[1] < sine == (rule % 2 == 0);
    }
  };

  private final int width;

  Concept(int width) {
    this.width = width;
  }

  public int width() {
    return width;
  }

  /** Draws the numbers of an event; in [0, 1] where nothing else is said. */
  public void draw(double[] x, SplittableRandom random) {
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextDouble();
    }
  }

  /** The class of an event under a rule; rules of different numbers below 3 are different. */
  public abstract boolean label(double[] x, long rule, SplittableRandom random);
}

package io.tidemill.train;

import io.tidemill.network.Initializer;
import io.tidemill.network.Model;
import io.tidemill.optimizer.Optimizer;
import io.tidemill.optimizer.Regularizer;
import io.tidemill.schedule.Constant;
import io.tidemill.schedule.Schedule;
import java.util.List;

/**
 * How gradients become weights: a gradient is clipped by value, then by norm, then the regularisers
 * are added, and the optimiser's step is scaled by the schedule.
 *
 * @param clipNorm longest gradient, by Euclid's norm over all parameters; 0 for no limit
 * @param clipValue largest element of a gradient; 0 for no limit
 * @param averaging decay of the averaged weights, in [0, 1); the average follows faster at first,
 *     with min(averaging, (1 + t) / (10 + t)) at step t; 0 for none
 */
public record Training(
    Optimizer optimizer,
    Schedule schedule,
    List<Regularizer> regularizers,
    double clipNorm,
    double clipValue,
    double averaging,
    Initializer initializer) {

  public Training {
    regularizers = List.copyOf(regularizers);
    requireLimit("clipNorm", clipNorm);
    requireLimit("clipValue", clipValue);
    if (!(averaging >= 0 && averaging < 1)) {
      throw new IllegalArgumentException(
          "averaging is " + averaging + ": it must be in [0, 1), and 0 means none");
    }
    if (!optimizer.isScalable() && !(schedule instanceof Constant)) {
      throw new IllegalArgumentException(
          "schedule is "
              + schedule
              + ", and the rate of "
              + optimizer
              + " falls by itself: leave the schedule constant");
    }
  }

  /** With the optimiser that a model learns with where none is chosen. */
  public static Training of(Model model) {
    return new Training(model.defaultOptimizer());
  }

  /** An optimiser alone: every step at its full length, no limit, no average. */
  public Training(Optimizer optimizer) {
    this(optimizer, new Constant(), List.of(), 0, 0, 0, new Initializer.LayerDefault());
  }

  private static void requireLimit(String name, double limit) {
    if (!(limit >= 0)) {
      throw new IllegalArgumentException(
          name + " is " + limit + ": it must be at least 0, and 0 means no limit");
    }
  }
}

package io.tidemill.network;

import io.tidemill.layer.Dense;
import io.tidemill.layer.ParameterLayout;
import io.tidemill.loss.Loss;
import io.tidemill.optimizer.Ftrl;
import io.tidemill.optimizer.Optimizer;

/**
 * A weighted sum of the inputs for every output, y = x W + b: by default of least squares, learned
 * with FTRL-proximal (McMahan et al. 2013).
 */
public record LinearRegression(int inputSize, int outputSize) implements Model {
  static final double RATE = 0.1;

  public LinearRegression {
    new Dense(inputSize, outputSize);
  }

  @Override
  public Network served() {
    return Network.of(new Dense(inputSize, outputSize));
  }

  @Override
  public ParameterLayout parameters() {
    return new Dense(inputSize, outputSize).parameters();
  }

  @Override
  public Optimizer defaultOptimizer() {
    return new Ftrl(RATE);
  }

  @Override
  public Objective objective(Loss loss, int maxRows, int maxSteps) {
    return served().objective(loss, maxRows, maxSteps);
  }
}

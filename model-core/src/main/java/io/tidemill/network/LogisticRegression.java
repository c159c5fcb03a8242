package io.tidemill.network;

import io.tidemill.layer.Dense;
import io.tidemill.layer.ParameterLayout;
import io.tidemill.loss.BinaryCrossEntropy;
import io.tidemill.loss.Loss;
import io.tidemill.loss.SparseCrossEntropy;
import io.tidemill.optimizer.Ftrl;
import io.tidemill.optimizer.Optimizer;

/**
 * Classes told by weighted sums of the inputs, y = x W + b, learned with FTRL-proximal (McMahan et
 * al. 2013) by default. Of one output y is the logit of yes; of more they are the logits of as many
 * classes, whose targets are their numbers.
 *
 * @param outputSize 1, or the number of classes
 */
public record LogisticRegression(int inputSize, int outputSize) implements Model {

  public LogisticRegression {
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
  public Loss defaultLoss() {
    return outputSize == 1 ? new BinaryCrossEntropy() : new SparseCrossEntropy();
  }

  @Override
  public Optimizer defaultOptimizer() {
    return new Ftrl(LinearRegression.RATE);
  }

  @Override
  public Objective objective(Loss loss, int maxRows, int maxSteps) {
    return served().objective(loss, maxRows, maxSteps);
  }
}

package io.tidemill.network;

import io.tidemill.layer.ParameterLayout;
import io.tidemill.loss.Loss;
import io.tidemill.loss.SquaredError;
import io.tidemill.optimizer.Adam;
import io.tidemill.optimizer.Optimizer;
import java.io.Serializable;
import java.util.List;

/**
 * What can be learned: a network, or several with a purpose of their own. The record is the
 * specification; all parameters are one flat vector, those of its networks one after another.
 *
 * <p>Whatever else it learns with, one network answers events, {@link #served()}: its inputs and
 * outputs are the model's.
 *
 * <p>A new model is a record and its name in {@code permits}: snapshots find it there, and so does
 * the contract test.
 */
public sealed interface Model extends Serializable
    permits Network,
        Autoencoder,
        VariationalAutoencoder,
        Gan,
        EncoderDecoder,
        TwoTower,
        LinearRegression,
        LogisticRegression,
        KMeans {

  /** The network that answers events. */
  Network served();

  /** Those of the model's parameters that the served network has; shared or copied. */
  default Parameters served(Parameters all) {
    return all.part(served(), 0);
  }

  /** All parameters, in the order of the flat vector. */
  ParameterLayout parameters();

  /** Inputs of a step, while learning and in service. */
  default int inputSize() {
    return served().inputSize();
  }

  /** Outputs of a step in service. */
  default int outputSize() {
    return served().outputSize();
  }

  /**
   * The parameters that are learned in each of the turns that a batch is learned in, each turn's
   * where those of the one before end in the flat vector; what belongs to none follows the data.
   * One turn of all unless said.
   */
  default List<ParameterLayout> turns() {
    return List.of(parameters());
  }

  /** What it knows before it has learned; the same for the same seed on every JVM. */
  default Parameters untrained(Initializer initializer, long seed) {
    Network network = served();
    return new Parameters(parameters(), Parameters.silent(network, initializer, seed).data());
  }

  /** Columns of a batch's targets; refuses a loss that does not fit. */
  default int targetSize(Loss loss) {
    return loss.targetSize(outputSize());
  }

  /** Columns of a batch's weights, the terms of the loss. */
  default int terms(Loss loss) {
    return loss.terms(outputSize());
  }

  /** The loss it learns by where none is chosen. */
  default Loss defaultLoss() {
    return new SquaredError();
  }

  /** The optimiser it learns with where none is chosen. */
  default Optimizer defaultOptimizer() {
    return new Adam(0.001);
  }

  /** What it makes small by this loss, for so many sequences of so many steps. */
  Objective objective(Loss loss, int maxRows, int maxSteps);
}

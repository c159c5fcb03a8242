package io.tidemill.loss;

/**
 * A loss that is a function of the error y - target of each output: any real number may be a
 * target, and the outputs are in its unit.
 */
public sealed interface ErrorLoss extends Loss permits SquaredError, AbsoluteError, Huber {}

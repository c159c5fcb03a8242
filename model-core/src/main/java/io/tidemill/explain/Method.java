package io.tidemill.explain;

/**
 * How an output is attributed to inputs; x is the sequence, b the baseline of the same shape, and f
 * the output that is explained.
 */
public sealed interface Method permits GradientTimesInput, IntegratedGradients, Occlusion {}

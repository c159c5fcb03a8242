package io.tidemill.explain;

/**
 * (x - b) * df/dx at x (Shrikumar et al. 2016): exact where f is linear, one pass, and blind where
 * f is saturated.
 */
public record GradientTimesInput() implements Method {}

package io.tidemill.explain;

/**
 * f(x) - f(x with one input put at its baseline) (Zeiler and Fergus 2014), for every input and step
 * on its own; needs no gradient, and one pass for each of them.
 */
public record Occlusion() implements Method {}

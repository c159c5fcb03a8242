package io.tidemill.benchmark.prequential;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an option is worth in a figure.
 *
 * @param with the figure with it
 * @param without the figure without it
 */
record Worth(double with, double without, Paired paired) {

  /** By each figure of which the outcomes are known, of two passes over the same stream. */
  static Map<String, Worth> of(Pass with, Pass without) {
    Map<String, Worth> all = new LinkedHashMap<>();
    with.losses()
        .forEach(
            (name, losses) ->
                all.put(
                    name,
                    new Worth(
                        with.metrics().getOrDefault(name, Double.NaN),
                        without.metrics().getOrDefault(name, Double.NaN),
                        Paired.of(losses, without.losses().getOrDefault(name, new double[0])))));
    return all;
  }
}

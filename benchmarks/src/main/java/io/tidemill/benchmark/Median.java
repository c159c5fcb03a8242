package io.tidemill.benchmark;

import java.util.List;

/** The middle of at least one value; of an even number of them the mean of the two there. */
public final class Median {

  private Median() {}

  public static double of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}

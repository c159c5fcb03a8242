package io.tidemill.pipeline;

import java.util.List;

/** The keys of {@code past-labels}. */
final class PastLabelsSection extends Section<PastLabels> {

  private static final Key<Integer> DELAY =
      Key.optional(
          "delay",
          Scalars.size(1, 4096),
          "1",
          "After how many events of the key a label is known; 1: at the next one.");
  private static final Key<Integer> COUNT =
      Key.optional("count", Scalars.size(0, 4096), "4", "The last known labels, shown one by one.");
  private static final Key<Double> RECENT =
      Key.optional(
          "recent",
          Scalars.number(1, 1e9),
          "8",
          "Known labels over which the classes' recent shares fade.");
  private static final Key<Double> USUAL =
      Key.optional(
          "usual",
          Scalars.number(1, 1e9),
          "64",
          "Known labels over which the classes' usual shares fade; more than recent.");

  PastLabelsSection() {
    super(List.of(DELAY, COUNT, RECENT, USUAL));
  }

  @Override
  void check(Values values) {
    Double recent = values.find(RECENT);
    Double usual = values.find(USUAL);
    if (recent != null && usual != null && usual <= recent) {
      values.problem(USUAL, "must be more than recent, which is " + recent);
    }
  }

  @Override
  PastLabels build(Values values) {
    return new PastLabels(
        values.get(DELAY), values.get(COUNT), values.get(RECENT), values.get(USUAL));
  }
}

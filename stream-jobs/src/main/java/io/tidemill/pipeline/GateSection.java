package io.tidemill.pipeline;

import java.util.List;

/** The keys of {@code gate}: what a learner is kept from. */
final class GateSection extends Section<Gate> {

  private static final Key<Integer> FIRST_STEPS =
      Key.optional(
          "first-steps",
          Scalars.size(1, 1_000_000),
          "20",
          "Steps that are learned before the first version.");
  private static final Key<Integer> TRIAL =
      Key.optional(
          "trial",
          Scalars.size(1, 100_000),
          "32",
          "The newest sequences on which a candidate is tried beside the version in service.");
  private static final Key<Double> TOLERANCE =
      Key.optional(
          "tolerance",
          Scalars.number(0, 1000),
          "0.1",
          "By what part of its loss a candidate may be worse than the version in service.");
  private static final Key<Boolean> QUARANTINE =
      Key.optional(
          "quarantine",
          Scalars.FLAG,
          "true",
          "Whether classes that contradict sure answers, once unusually many do, wait until it is"
              + " clear whether they are right.");
  private static final Key<Double> KEY_SHARE =
      Key.optional(
          "key-share",
          Scalars.number(0.001, 1),
          "1",
          "The most that the sequences of one key count for in a step; 1: no limit.");
  private static final Key<Double> OUTLIERS =
      Key.optional(
          "outliers",
          Scalars.number(0, 1),
          "0.5",
          "The share of an event's features that may be far from all values before; from an event"
              + " with more, and more than one, nothing is learned, until there are a thousand of"
              + " them. 1: any.");
  private static final Key<Gate.Return> RETURN =
      Key.optional(
          "return",
          new ReturnSection(),
          "Whether learning goes back to earlier weights that answer better. Without it it does"
              + " not.");

  GateSection() {
    super(List.of(FIRST_STEPS, TRIAL, TOLERANCE, QUARANTINE, KEY_SHARE, OUTLIERS, RETURN));
  }

  private static final class ReturnSection extends Section<Gate.Return> {
    private static final Key<Double> WORSE_BY =
        Key.optional(
            "worse-by",
            Scalars.number(0, 1000),
            "0.2",
            "By what part of the earlier weights' loss the newer ones must be worse.");
    private static final Key<Integer> MARKS =
        Key.optional(
            "marks",
            Scalars.size(1, 100),
            "4",
            "How many earlier states of the learner are kept, each 100 steps after the one before.");
    private static final Key<Double> PATIENCE =
        Key.optional(
            "patience",
            Scalars.number(2, 1e12),
            "100000",
            "Steps in which there is no more than one return without cause on average.");

    ReturnSection() {
      super(List.of(WORSE_BY, MARKS, PATIENCE));
    }

    @Override
    Gate.Return build(Values values) {
      return new Gate.Return(values.get(WORSE_BY), values.get(MARKS), values.get(PATIENCE));
    }
  }

  @Override
  Gate build(Values values) {
    return new Gate(
        values.get(FIRST_STEPS),
        values.get(TRIAL),
        values.get(TOLERANCE),
        values.get(QUARANTINE),
        values.get(KEY_SHARE),
        values.get(OUTLIERS),
        values.find(RETURN));
  }
}

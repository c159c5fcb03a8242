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

  GateSection() {
    super(List.of(FIRST_STEPS, TRIAL, TOLERANCE, QUARANTINE, KEY_SHARE));
  }

  @Override
  Gate build(Values values) {
    return new Gate(
        values.get(FIRST_STEPS),
        values.get(TRIAL),
        values.get(TOLERANCE),
        values.get(QUARANTINE),
        values.get(KEY_SHARE));
  }
}

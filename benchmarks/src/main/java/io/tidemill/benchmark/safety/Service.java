package io.tidemill.benchmark.safety;

import io.tidemill.benchmark.drift.StreamLearner;
import io.tidemill.learning.OnlineLearner;
import io.tidemill.learning.Verdict;
import java.util.EnumMap;
import java.util.Map;

/**
 * The version in service while a learner is given a stream, tried on the stream as it really is.
 */
final class Service {
  private static final int STEPS_PER_VERSION = 50;

  private final StreamLearner learner;
  private long refused;

  /**
   * @param gate as a pipeline file has it
   */
  Service(Harm harm, String gate) {
    learner = new StreamLearner(harm.concept(), harm.seed(), ", gate: " + gate);
  }

  /**
   * Plays a stream.
   *
   * @param rows as they come
   * @param clean as they are
   * @return the share of wrong classes in each part
   */
  Map<Harm.Part, Double> errors(double[][] rows, double[][] clean) {
    double[] come = learner.memory();
    double[] are = learner.memory();
    Map<Harm.Part, Double> errors = new EnumMap<>(Harm.Part.class);
    for (int i = 0; i < rows.length; i++) {
      int label = (int) clean[i][clean[i].length - 1];
      boolean wrong = learner.margin(learner.observed(clean[i], i, are), label) <= 0;
      for (Harm.Part part : Harm.Part.values()) {
        if (part.has(i, rows.length)) {
          double share = 1 / ((part.until - part.from) * rows.length);
          errors.merge(part, wrong ? share : 0, Double::sum);
        }
      }
      learner.accept(learner.observed(rows[i], i, come), i);
      while (learner.learner().step()) {
        publish(learner.learner());
      }
    }
    return errors;
  }

  /** Versions that the gate refused. */
  long refused() {
    return refused;
  }

  private void publish(OnlineLearner learner) {
    learner.verdict().ifPresent(this::decided);
    if (learner.progress().steps() % STEPS_PER_VERSION == 0) {
      learner.propose(0);
      learner.verdict().ifPresent(this::decided);
    }
  }

  private void decided(Verdict verdict) {
    if (verdict.accepted()) {
      learner.serve(verdict.candidate());
    } else {
      refused++;
    }
  }
}

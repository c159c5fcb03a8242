package io.tidemill.benchmark.drift;

import io.tidemill.learning.DriftEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * What a learner made of a stream, each event answered by what was learned of those before it.
 *
 * @param errors 1 where the class was wrong, else 0
 * @param losses log-losses
 * @param events what the learner said of changes
 */
@SuppressWarnings("ArrayRecordComponent") // a value an event
record Played(double[] errors, double[] losses, List<DriftEvent> events) {

  /** Plays a stream to a learner with {@code drift: adwin}, or without a look at changes. */
  static Played of(DriftingStream stream, boolean reacts) {
    StreamLearner learner =
        new StreamLearner(stream.concept(), stream.seed(), reacts ? ", drift: adwin" : "");
    double[] memory = learner.memory();
    double[][] rows = stream.rows();
    double[] errors = new double[rows.length];
    double[] losses = new double[rows.length];
    List<DriftEvent> events = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      double[] observed = learner.observed(rows[i], i, memory);
      double margin = learner.margin(observed, (int) rows[i][rows[i].length - 1]);
      errors[i] = margin > 0 ? 0 : 1;
      losses[i] = Math.log1p(Math.exp(-margin));
      learner.accept(observed, i);
      if (learner.learner().step()) {
        learner.serve(learner.learner().snapshot(0));
      }
      DriftEvent event = learner.learner().drift();
      while (event != null) {
        events.add(event);
        event = learner.learner().drift();
      }
    }
    return new Played(errors, losses, events);
  }
}

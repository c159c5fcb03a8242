package io.tidemill.learning;

import io.tidemill.pipeline.Gate;
import java.util.List;

/** Learners of the testing stream. */
final class TestingLearners {
  static final Gate GATE = new Gate(5, 16, 0.1, true, 1, 0.5, null);
  static final int STEPS = 60;
  static final List<TrainingSequence> SEQUENCES = TestingStream.sequences(5, STEPS, 1);

  private TestingLearners() {}

  static OnlineLearner learner(int fresh) {
    return new OnlineLearner(TestingStream.SPEC, TestingStream.learn(0.01, fresh), 3, null, "test");
  }

  static OnlineLearner learned(List<TrainingSequence> sequences) {
    OnlineLearner learner = learner(4);
    sequences.forEach(learner::accept);
    learner.advance(STEPS);
    while (learner.step()) {}
    return learner;
  }

  /** With all sequences behind the watermark and the first version accepted. */
  static float[] weights(OnlineLearner learner) {
    return learner.snapshot(0).weights().data();
  }
}

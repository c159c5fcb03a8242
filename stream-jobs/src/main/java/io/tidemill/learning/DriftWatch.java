package io.tidemill.learning;

import io.tidemill.drift.DriftDetector;
import io.tidemill.drift.Signal;
import io.tidemill.feature.FeatureScaling;
import io.tidemill.network.Parameters;
import io.tidemill.pipeline.Drift;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Watches the sequences of a stream for changes: one detector for each number of {@link Watched},
 * all of one kind. Of losses and errors only a rise is a change.
 */
final class DriftWatch {
  private final Watched watched;
  private final DriftDetector detector;
  private final boolean minds; // a fall as well
  private final double[] values;
  private final double[] states; // of the detectors, one after the other

  DriftWatch(Drift drift, Watched watched) {
    this.watched = watched;
    detector = drift.detector();
    minds = drift.on() == Drift.On.FEATURES;
    values = new double[watched.names().size()];
    states = new double[values.length * detector.stateSize()];
  }

  /**
   * Looks at sequences that are about to be learned, in order.
   *
   * @param weights that are served now
   * @param scaling that goes with them
   * @return what has changed, in words; empty: nothing
   */
  List<String> look(List<TrainingSequence> newest, Parameters weights, FeatureScaling scaling) {
    List<String> changes = new ArrayList<>();
    for (TrainingSequence sequence : newest) {
      watched.write(sequence, weights, scaling, values);
      for (int i = 0; i < values.length; i++) {
        int offset = i * detector.stateSize();
        Signal signal = detector.update(values[i], states, offset);
        if (signal == Signal.RISE || (minds && signal == Signal.FALL)) {
          detector.reset(states, offset); // what is known of before would be found again
          changes.add(watched.names().get(i) + (signal == Signal.RISE ? " rose" : " fell"));
        }
      }
    }
    return changes;
  }

  void write(DataOutput out, FlatCodec codec) throws IOException {
    codec.writeDoubles(states, out);
  }

  void read(DataInput in, FlatCodec codec) throws IOException {
    codec.readDoubles(in, states);
  }
}

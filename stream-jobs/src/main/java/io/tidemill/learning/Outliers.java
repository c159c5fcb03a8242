package io.tidemill.learning;

import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Featurizer;
import io.tidemill.feature.StreamMoments;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Passes over events that are nonsense: many features at once are far from all before. One alone is
 * no reason, as what is rare is worth learning.
 */
final class Outliers implements LearnerMemory {
  private final List<Featurizer> features;
  private final double most;
  private long passedOver;

  /**
   * @param share of an event's features that may be far from all before
   */
  Outliers(FeatureSchema schema, double share) {
    features = schema.featurizers();
    most = Math.max(1, share * features.size());
  }

  /** Those of the newest sequences that may be learned. */
  List<TrainingSequence> without(List<TrainingSequence> newest, StreamMoments moments) {
    List<TrainingSequence> some =
        newest.stream()
            .filter(sequence -> far(sequence.observed(), sequence.newest(), moments) <= most)
            .toList();
    passedOver += newest.size() - some.size();
    return some;
  }

  /** Features of which a column is far. */
  private int far(double[] observed, int newest, StreamMoments moments) {
    int far = 0;
    int column = 0;
    for (Featurizer feature : features) {
      int next = column + feature.observedWidth();
      boolean found = false;
      for (; column < next; column++) {
        found |= moments.isFar(column, observed[newest + column]);
      }
      far += found ? 1 : 0;
    }
    return far;
  }

  /** Events that were not learned so far. */
  long passedOver() {
    return passedOver;
  }

  @Override
  public String name() {
    return "outliers";
  }

  @Override
  public void write(DataOutput out, FlatCodec codec) throws IOException {
    out.writeLong(passedOver);
  }

  @Override
  public void read(DataInput in, FlatCodec codec) throws IOException {
    passedOver = in.readLong();
  }
}

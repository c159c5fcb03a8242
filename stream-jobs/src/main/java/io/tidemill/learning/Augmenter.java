package io.tidemill.learning;

import io.tidemill.augment.ImageAugmentation;
import io.tidemill.augment.ImageShape;
import io.tidemill.augment.SeriesAugmentation;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Featurizer;
import io.tidemill.feature.ImageFeature;
import io.tidemill.feature.NumberFeature;
import io.tidemill.math.Noise;
import io.tidemill.pipeline.Augmentation;
import java.util.ArrayList;
import java.util.List;

/** Changes inputs at random while they are learned: images where they are, and measured numbers. */
final class Augmenter {
  private final Augmentation augmentation;
  private final List<Place> images = new ArrayList<>();
  private final int[] numbers;

  /** An image among the inputs. */
  @SuppressWarnings("ArrayRecordComponent") // scratch, never compared
  private record Place(int from, ImageShape shape, float[] scratch) {}

  Augmenter(Augmentation augmentation, FeatureSchema schema) {
    this.augmentation = augmentation;
    List<Integer> measured = new ArrayList<>();
    int from = 0;
    for (Featurizer feature : schema.featurizers()) {
      if (feature instanceof ImageFeature image) {
        ImageShape shape = new ImageShape(image.height(), image.width(), image.channels());
        images.add(new Place(from, shape, new float[shape.size()]));
      } else if (feature instanceof NumberFeature) {
        measured.add(from); // its first input is the number, its second says whether it is there
      }
      from += feature.inputWidth();
    }
    numbers = measured.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Changes one step of a sequence.
   *
   * @param x whose inputs of the step begin at {@code from}
   * @param noise random bits of the sequence
   */
  void apply(float[] x, int from, int step, long noise) {
    for (int i = 0; i < images.size(); i++) {
      Place image = images.get(i);
      ImageAugmentation.apply(
          augmentation.images(),
          image.shape,
          x,
          from + image.from,
          Noise.bits(noise, i),
          image.scratch);
    }
    SeriesAugmentation.apply(augmentation.series(), x, from, numbers, step, noise);
  }
}

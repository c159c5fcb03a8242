package io.tidemill.pipeline;

import io.tidemill.augment.ImageAugmentation;
import io.tidemill.augment.SeriesAugmentation;
import java.io.Serializable;
import java.util.List;

/**
 * What is changed at random in the inputs that are learned, and never in those that are answered.
 */
public record Augmentation(List<ImageAugmentation> images, List<SeriesAugmentation> series)
    implements Serializable {

  /** Nothing. */
  public static final Augmentation NONE = new Augmentation(List.of(), List.of());

  public Augmentation {
    images = List.copyOf(images);
    series = List.copyOf(series);
  }

  /** Of records of either kind. */
  static Augmentation of(List<? extends Record> all) {
    return new Augmentation(
        all.stream()
            .filter(ImageAugmentation.class::isInstance)
            .map(ImageAugmentation.class::cast)
            .toList(),
        all.stream()
            .filter(SeriesAugmentation.class::isInstance)
            .map(SeriesAugmentation.class::cast)
            .toList());
  }
}

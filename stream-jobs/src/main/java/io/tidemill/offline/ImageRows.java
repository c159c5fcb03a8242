package io.tidemill.offline;

import io.tidemill.dataset.Images;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.ImageFeature;
import io.tidemill.feature.LabelFeature;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Images, each a key of one row; observed anew whenever they are asked for, so that only their
 * bytes are kept. Confined to one thread.
 */
final class ImageRows implements Rows {
  private final Images images;
  private final FeatureSchema schema;
  private final int pixels; // where in an event's numbers they are
  private final int label; // -1: the model has none
  private final double[] nothing;
  private final double[] numbers; // of the image that is observed; the others are missing
  private final double[] state;

  ImageRows(
      Images images, FeatureSchema schema, ImageFeature feature, @Nullable LabelFeature label) {
    this.images = images;
    this.schema = schema;
    this.pixels = schema.indexOf(feature.field());
    this.label = label == null ? -1 : schema.indexOf(label.field());
    this.nothing = new double[schema.numbersWidth()];
    Arrays.fill(nothing, Double.NaN);
    this.numbers = nothing.clone();
    this.state = new double[schema.stateSize()];
  }

  @Override
  public int keys() {
    return images.count();
  }

  @Override
  public String name(int key) {
    return "image " + key;
  }

  @Override
  public int length(int key) {
    return 1;
  }

  @Override
  public long time(int key, int row) {
    return key;
  }

  @Override
  public void observe(int key, int row, double[] to, int offset) {
    images.pixels(key, numbers, pixels);
    if (label >= 0) {
      numbers[label] = images.label(key) < 0 ? Double.NaN : images.label(key);
    }
    Arrays.fill(state, 0);
    schema.observe(numbers, key, nothing, state, 0, to, offset);
  }

  @Override
  public boolean independent() {
    return true;
  }
}

package io.tidemill.pipeline;

import io.tidemill.feature.FeatureSchema;
import io.tidemill.layer.Activation;
import io.tidemill.layer.AvgPool;
import io.tidemill.layer.BatchNorm;
import io.tidemill.layer.Conv1d;
import io.tidemill.layer.Conv2d;
import io.tidemill.layer.Dropout;
import io.tidemill.layer.Embedding;
import io.tidemill.layer.Layer;
import io.tidemill.layer.LayerNorm;
import io.tidemill.layer.MaxPool;
import io.tidemill.layer.Repeat;
import io.tidemill.layer.TimeDistributed;
import io.tidemill.layer.Upsample;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The shape that a row of numbers has between two layers, which the file therefore need not repeat:
 * an image, or a series as one of width 1.
 */
record Grid(int height, int width, int channels) {

  /** Components of layers that say the shape of what they are given. */
  static final Set<String> COMPONENTS = Set.of("height", "width", "channels", "positions", "steps");

  /** Of what the features give: an image where there is nothing else. */
  static @Nullable Grid of(FeatureSchema features) {
    return features
        .image()
        .map(image -> new Grid(image.height(), image.width(), image.channels()))
        .orElse(null);
  }

  /** What a layer's components are that is given so many numbers, by name. */
  static Map<String, Object> components(int inputSize, @Nullable Grid grid) {
    Map<String, Object> components = new HashMap<>();
    components.put("inputSize", inputSize);
    if (grid != null) {
      components.put("height", grid.height);
      components.put("width", grid.width);
      components.put("channels", grid.channels);
      components.put("positions", grid.positions());
      components.put("steps", grid.positions());
    }
    return components;
  }

  private int positions() {
    return height * width;
  }

  /** Of what a layer puts out; null: numbers without a shape. */
  static @Nullable Grid after(Layer layer, @Nullable Grid before) {
    if (layer instanceof Conv2d conv) {
      return new Grid(conv.outputHeight(), conv.outputWidth(), conv.filters());
    } else if (layer instanceof MaxPool pool) {
      return new Grid(pool.outputHeight(), pool.outputWidth(), pool.channels());
    } else if (layer instanceof AvgPool pool) {
      return new Grid(pool.outputHeight(), pool.outputWidth(), pool.channels());
    } else if (layer instanceof Conv1d conv) {
      return new Grid(conv.outputSteps(), 1, conv.filters());
    } else if (layer instanceof Upsample upsample) {
      return new Grid(
          upsample.height() * upsample.factorHeight(),
          upsample.width() * upsample.factorWidth(),
          upsample.channels());
    } else if (layer instanceof Repeat repeat) {
      return new Grid(repeat.times(), 1, repeat.inputSize());
    } else if (layer instanceof Embedding embedding) {
      return new Grid(embedding.inputSize(), 1, embedding.size());
    } else if (layer instanceof TimeDistributed steps) {
      return after(steps, before);
    }
    boolean keeps =
        layer instanceof Activation
            || layer instanceof Dropout
            || layer instanceof BatchNorm
            || layer instanceof LayerNorm;
    return keeps ? before : null;
  }

  private static @Nullable Grid after(TimeDistributed steps, @Nullable Grid before) {
    int channels = steps.layer().outputSize();
    if (steps.output() == TimeDistributed.Output.LAST) {
      return null;
    }
    return before != null && before.positions() == steps.steps()
        ? new Grid(before.height, before.width, channels)
        : new Grid(steps.steps(), 1, channels);
  }
}

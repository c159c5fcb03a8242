package io.tidemill.network;

import io.tidemill.layer.Dense;
import io.tidemill.layer.Layer;
import io.tidemill.layer.ParameterLayout;
import io.tidemill.layer.ParameterLayout.Parameter;
import java.util.Arrays;
import java.util.Random;

/**
 * Values for all parameters of a model in one flat vector. Shared and read-only while serving;
 * whoever learns owns its copy.
 */
public final class Parameters {
  private static final Initializer LAYER_DEFAULT = new Initializer.LayerDefault();

  private final ParameterLayout layout;
  private final float[] data;

  /** Wraps {@code data} [layout.size()], without copying. */
  public Parameters(ParameterLayout layout, float[] data) {
    if (data.length != layout.size()) {
      throw new IllegalArgumentException(
          data.length + " values for a model of " + layout.size() + " parameters");
    }
    this.layout = layout;
    this.data = data;
  }

  public static Parameters zeros(Model model) {
    ParameterLayout layout = model.parameters();
    return new Parameters(layout, new float[layout.size()]);
  }

  /**
   * Untrained weights, drawn as the layers' layouts say; the same for the same model and seed on
   * every JVM, as {@link Random} is specified to the bit.
   */
  public static Parameters initial(Model model, long seed) {
    return initial(model, LAYER_DEFAULT, seed);
  }

  /** {@link #initial(Model, long)} with weights drawn by an initialiser. */
  public static Parameters initial(Model model, Initializer initializer, long seed) {
    Parameters parameters = zeros(model);
    Random random = new Random(seed);
    int at = 0;
    for (Parameter parameter : parameters.layout.parameters()) {
      Initializer drawn = parameter.isWeight() ? initializer : LAYER_DEFAULT;
      drawn.fill(parameter, random, parameters.data, at);
      at += parameter.size();
    }
    return parameters;
  }

  /**
   * {@link #initial(Model, Initializer, long)} with zeros for a last layer that is dense: a network
   * that knows nothing yet then says 0, which is the base of a forecast, in place of noise (Zhang,
   * Dauphin and Ma 2019, Fixup, does so for the same reason).
   */
  public static Parameters silent(Network network, Initializer initializer, long seed) {
    Parameters parameters = initial(network, initializer, seed);
    Layer last = network.layers().get(network.layers().size() - 1);
    if (last instanceof Dense) {
      int end = parameters.data.length;
      Arrays.fill(parameters.data, end - last.parameters().size(), end, 0);
    }
    return parameters;
  }

  public ParameterLayout layout() {
    return layout;
  }

  /** The values, in the order of the layout; not a copy. */
  public float[] data() {
    return data;
  }

  /** Those of a network within the model, which begin at {@code from}; a copy unless all are. */
  Parameters part(Network network, int from) {
    ParameterLayout part = network.parameters();
    int size = part.size();
    return new Parameters(
        part, size == data.length ? data : Arrays.copyOfRange(data, from, from + size));
  }

  public Parameters copy() {
    return new Parameters(layout, data.clone());
  }

  public boolean isFinite() {
    for (float value : data) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}

package io.tidemill.layer;

import java.util.ArrayList;
import java.util.List;

/** Names, shapes and order of the parameters within one flat vector. */
public record ParameterLayout(List<Parameter> parameters) {
  /** Of what has no parameters. */
  static final ParameterLayout NONE = new ParameterLayout(List.of());

  /**
   * One tensor, row-major.
   *
   * @param center middle of the initial values
   * @param spread initial values are uniform in [center - spread, center + spread]
   */
  public record Parameter(String name, List<Integer> shape, double center, double spread) {

    /** Initial values are around 0, and 0 without a spread. */
    public Parameter(String name, List<Integer> shape, double spread) {
      this(name, shape, 0, spread);
    }

    public Parameter {
      shape = List.copyOf(shape);
      for (int extent : shape) {
        if (extent < 1) {
          throw new IllegalArgumentException(
              name + " has shape " + shape + ": every extent must be at least 1");
        }
      }
    }

    /**
     * Whether it is of two dimensions or more, as what inputs are multiplied with is; biases, gains
     * and the like have one. Only weights are regularised and drawn by initialisers.
     */
    public boolean isWeight() {
      return shape.size() > 1;
    }

    /** Inputs of one output: all extents of a weight but the last. */
    public int fanIn() {
      return size() / last();
    }

    /** Outputs of one input: all extents of a weight but the last but one, as Keras counts. */
    public int fanOut() {
      return size() / shape.get(shape.size() - 2);
    }

    private int last() {
      return shape.get(shape.size() - 1);
    }

    public int size() {
      int size = 1;
      for (int extent : shape) {
        size = Math.multiplyExact(size, extent);
      }
      return size;
    }
  }

  public ParameterLayout {
    parameters = List.copyOf(parameters);
  }

  /** Number of floats. */
  public int size() {
    return parameters.stream().mapToInt(Parameter::size).reduce(0, Math::addExact);
  }

  /** Where the named tensor begins. */
  public int offset(String name) {
    int offset = 0;
    for (Parameter parameter : parameters) {
      if (parameter.name().equals(name)) {
        return offset;
      }
      offset += parameter.size();
    }
    throw new IllegalArgumentException(
        "no parameter "
            + name
            + "; there are "
            + parameters.stream().map(Parameter::name).toList());
  }

  /** The layouts one after another, names prefixed with their index: {@code 0.W}. */
  public static ParameterLayout concat(List<ParameterLayout> layouts) {
    List<Parameter> all = new ArrayList<>();
    for (int i = 0; i < layouts.size(); i++) {
      all.addAll(layouts.get(i).under(String.valueOf(i)).parameters());
    }
    return new ParameterLayout(all);
  }

  /** The same with names prefixed: {@code encoder.0.W}. */
  public ParameterLayout under(String name) {
    return new ParameterLayout(
        parameters.stream()
            .map(p -> new Parameter(name + "." + p.name(), p.shape(), p.center(), p.spread()))
            .toList());
  }

  /** This layout and then another. */
  public ParameterLayout then(ParameterLayout next) {
    List<Parameter> all = new ArrayList<>(parameters);
    all.addAll(next.parameters);
    return new ParameterLayout(all);
  }

  /** Spread of Glorot and Bengio (2010), equation 16: sqrt(6 / (fanIn + fanOut)). */
  static double glorot(int fanIn, int fanOut) {
    return Math.sqrt(6.0 / (fanIn + (double) fanOut));
  }
}

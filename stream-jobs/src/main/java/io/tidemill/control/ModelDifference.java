package io.tidemill.control;

import io.tidemill.feature.FeatureScaling;
import io.tidemill.layer.ParameterLayout.Parameter;
import io.tidemill.snapshot.ModelSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * What has changed from one version of a model to another.
 *
 * @param features whether both read the same features
 * @param network whether both have the same layers
 * @param task whether both answer the same
 * @param tensors of the weights; empty where the networks differ
 * @param columns of the scaling; empty where the features differ
 */
public record ModelDifference(
    boolean features, boolean network, boolean task, List<Tensor> tensors, List<Column> columns) {

  /**
   * How far the weights of a tensor have moved, as Euclidean norms.
   *
   * @param before norm of the first
   * @param change norm of the difference
   */
  public record Tensor(String name, double before, double change) {}

  /**
   * How far the scaling of an observed column has moved.
   *
   * @param shift of the mean, in deviations of the first
   * @param stretch deviation of the second by that of the first
   */
  public record Column(String name, double shift, double stretch) {}

  public ModelDifference {
    tensors = List.copyOf(tensors);
    columns = List.copyOf(columns);
  }

  /** What is other in the second. */
  public static ModelDifference of(ModelSnapshot first, ModelSnapshot second) {
    boolean features = first.spec().features().equals(second.spec().features());
    boolean network = first.spec().model().equals(second.spec().model());
    return new ModelDifference(
        features,
        network,
        first.spec().task().equals(second.spec().task()),
        network ? tensors(first, second) : List.of(),
        features ? columns(first, second) : List.of());
  }

  private static List<Tensor> tensors(ModelSnapshot first, ModelSnapshot second) {
    List<Tensor> tensors = new ArrayList<>();
    float[] before = first.weights().data();
    float[] after = second.weights().data();
    int at = 0;
    for (Parameter parameter : first.weights().layout().parameters()) {
      double squares = 0;
      double changes = 0;
      for (int end = at + parameter.size(); at < end; at++) {
        double change = (double) after[at] - before[at];
        squares += (double) before[at] * before[at];
        changes += change * change;
      }
      tensors.add(new Tensor(parameter.name(), Math.sqrt(squares), Math.sqrt(changes)));
    }
    return tensors;
  }

  private static List<Column> columns(ModelSnapshot first, ModelSnapshot second) {
    List<Column> columns = new ArrayList<>();
    FeatureScaling before = first.scaling();
    FeatureScaling after = second.scaling();
    List<String> names = first.spec().features().columns();
    for (int i = 0; i < before.width(); i++) {
      columns.add(
          new Column(
              names.get(i),
              (after.mean()[i] - before.mean()[i]) / before.deviation()[i],
              after.deviation()[i] / before.deviation()[i]));
    }
    return columns;
  }
}

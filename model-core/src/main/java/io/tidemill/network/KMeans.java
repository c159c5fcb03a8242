package io.tidemill.network;

import io.tidemill.layer.ParameterLayout;
import io.tidemill.layer.ParameterLayout.Parameter;
import io.tidemill.layer.SquaredDistance;
import io.tidemill.loss.Loss;
import io.tidemill.loss.SquaredError;
import java.util.List;

/**
 * Online k-means (MacQueen 1967): every row moves the centre nearest to it by (x - c) / n, with n
 * the weight of all rows that the centre has moved for, so a centre is the mean of its rows, and
 * later rows move it less (the rate of Sculley 2010). Rows of a batch come one after another, step
 * by step; the first that differ become the centres, and until then the rest are where the first
 * one is.
 *
 * <p>The outputs are the squared distances from all centres: the nearest is the smallest. A batch
 * has no targets and a weight a row; the loss is the mean squared distance from the nearest centre
 * before the batch. Rows that are not finite teach nothing. There is no gradient: what an optimiser
 * would do does not show.
 *
 * <p>Parameters: C [clusters, inputSize], a centre a row, and their counts n [clusters], which as
 * floats end at 2^24.
 */
public record KMeans(int inputSize, int clusters) implements Model {

  public KMeans {
    new SquaredDistance(inputSize, clusters);
  }

  @Override
  public int outputSize() {
    return clusters;
  }

  @Override
  public Network served() {
    return Network.of(new SquaredDistance(inputSize, clusters));
  }

  @Override
  public ParameterLayout parameters() {
    ParameterLayout counts = new ParameterLayout(List.of(new Parameter("n", List.of(clusters), 0)));
    return new SquaredDistance(inputSize, clusters).parameters().then(counts);
  }

  /** One, in which nothing has a gradient. */
  @Override
  public List<ParameterLayout> turns() {
    return List.of(new ParameterLayout(List.of()));
  }

  /** No centres. */
  @Override
  public Parameters untrained(Initializer initializer, long seed) {
    return Parameters.zeros(this);
  }

  @Override
  public int targetSize(Loss loss) {
    return 0;
  }

  @Override
  public int terms(Loss loss) {
    return 1;
  }

  /**
   * The squared distance from the nearest centre.
   *
   * @param loss must be the default, {@link SquaredError}
   */
  @Override
  public Objective objective(Loss loss, int maxRows, int maxSteps) {
    if (!(loss instanceof SquaredError)) {
      throw new IllegalArgumentException(
          "the loss of k-means is " + loss + ": it learns by squared error alone");
    }
    return new NearestCentre(this);
  }
}

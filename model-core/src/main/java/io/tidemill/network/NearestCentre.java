package io.tidemill.network;

import io.tidemill.layer.SquaredDistance;
import io.tidemill.math.Matrix;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What {@link KMeans} makes small, and how its centres follow the rows. */
final class NearestCentre implements Objective {
  private final int inputSize;
  private final int clusters;
  private final float[] parameters;
  private @Nullable Batch last;

  NearestCentre(KMeans model) {
    inputSize = model.inputSize();
    clusters = model.clusters();
    parameters = new float[model.parameters().size()];
  }

  @Override
  public void load(Parameters weights) {
    System.arraycopy(weights.data(), 0, parameters, 0, parameters.length);
  }

  @Override
  public double loss(Batch batch) {
    batch.require(inputSize, 0, 1);
    double sum = 0;
    for (int t = 0; t < batch.steps(); t++) {
      Matrix x = batch.x()[t];
      for (int row = 0; row < x.rows(); row++) {
        double weight = batch.weight()[t].data()[row];
        if (weight > 0) {
          int at = x.offset(row);
          sum += weight * distance(parameters, nearest(parameters, x.data(), at), x.data(), at);
        }
      }
    }
    return sum;
  }

  @Override
  public double addGradient(int turn, Batch batch, double scale, long noise, float[] gradient) {
    last = batch;
    return loss(batch);
  }

  @Override
  public void follow(float[] parameters) {
    Batch batch = Objects.requireNonNull(last, "no batch was learned yet");
    for (int t = 0; t < batch.steps(); t++) {
      Matrix x = batch.x()[t];
      for (int row = 0; row < x.rows(); row++) {
        float weight = batch.weight()[t].data()[row];
        if (weight > 0) {
          follow(parameters, x.data(), x.offset(row), weight);
        }
      }
    }
  }

  private void follow(float[] centres, float[] x, int at, float weight) {
    int counts = clusters * inputSize;
    int nearest = nearest(centres, x, at);
    float distance = distance(centres, nearest, x, at);
    if (!Float.isFinite(distance)) {
      return;
    }
    int used = used(centres);
    if (used < clusters && (used == 0 || distance > 0)) {
      // The rest are where the first one is, so that none of them is ever the nearest.
      for (int k = used; k < (used == 0 ? clusters : used + 1); k++) {
        System.arraycopy(x, at, centres, k * inputSize, inputSize);
      }
      centres[counts + used] = weight;
      return;
    }
    centres[counts + nearest] += weight;
    float share = weight / centres[counts + nearest];
    int centre = nearest * inputSize;
    for (int i = 0; i < inputSize; i++) {
      centres[centre + i] += share * (x[at + i] - centres[centre + i]);
    }
    if (nearest == 0) {
      for (int k = used; k < clusters; k++) {
        System.arraycopy(centres, 0, centres, k * inputSize, inputSize);
      }
    }
  }

  /** How many centres have rows. */
  private int used(float[] centres) {
    int used = 0;
    while (used < clusters && centres[clusters * inputSize + used] > 0) {
      used++;
    }
    return used;
  }

  /** The first of the nearest. */
  private int nearest(float[] centres, float[] x, int at) {
    int nearest = 0;
    float least = distance(centres, 0, x, at);
    for (int k = 1; k < clusters; k++) {
      float distance = distance(centres, k, x, at);
      if (distance < least) {
        least = distance;
        nearest = k;
      }
    }
    return nearest;
  }

  private float distance(float[] centres, int k, float[] x, int at) {
    return SquaredDistance.between(inputSize, x, at, centres, k * inputSize);
  }
}

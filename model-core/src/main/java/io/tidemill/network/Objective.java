package io.tidemill.network;

/**
 * What a model makes small while it learns, and its gradient. Owns the activations and packed
 * weights that it needs, keeps nothing else from one batch to the next, allocates nothing while
 * batches have as many steps as the last one, and is confined to one thread.
 */
public interface Objective {

  /** Copies the weights for what follows; later changes to them are not seen. */
  void load(Parameters weights);

  /** The sum of the weights that count. */
  default double totalWeight(Batch batch) {
    return batch.totalWeight(0);
  }

  /** The weighted sum of the losses of a batch by the model as it serves. */
  double loss(Batch batch);

  /**
   * Adds the gradient of scale * (weighted sum of the losses) to {@code gradient} and returns the
   * sum. A batch cut in parts gives their sums, added in the same order always, if {@code scale} is
   * that of the whole.
   *
   * @param turn which of the model's turns, from 0; only its parameters get a gradient
   * @param noise random bits of this batch
   * @param gradient of all parameters of the model
   */
  double addGradient(int turn, Batch batch, double scale, long noise, float[] gradient);

  /**
   * Moves the parameters that follow the data and no gradient, by the batch and in the turn whose
   * gradient came last.
   *
   * @param parameters all of the model
   */
  void follow(float[] parameters);
}

package io.tidemill.pipeline;

import io.tidemill.loss.Loss;
import io.tidemill.network.Initializer;
import io.tidemill.optimizer.Optimizer;
import io.tidemill.optimizer.Regularizer;
import io.tidemill.schedule.Constant;
import io.tidemill.schedule.Schedule;
import io.tidemill.train.Training;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the network learns from the stream.
 *
 * @param sequence steps of back-propagation through time, 1 to 4096
 * @param burnIn first steps of a sequence that only warm the memory up, below {@code sequence}
 * @param batch sequences of an optimiser step, 1 to 65536
 * @param fresh newest sequences among them, 1 to {@code batch}; the others come from the replay
 *     buffer
 * @param replay sequences that the replay buffer keeps; 0: none
 * @param publishEvery interval between two versions (by the clock)
 * @param averaging decay of the exponential average that is served, in [0, 1); 0: the weights
 *     themselves are served
 * @param clipNorm the longest gradient; longer ones are shortened
 * @param seed of the first weights and of the draws from the replay buffer
 * @param schedule of the optimiser's steps
 * @param regularizers penalties on large weights
 * @param clipValue the largest element of a gradient; 0: no limit
 * @param initializer what the first weights are drawn from
 * @param augmentation random changes of what is learned
 * @param recent sequences of an optimiser step that were fresh in the last ones, newest first: with
 *     them the newest outcomes count for more than one step
 * @param keepVersions published versions that can be returned to, 2 to 1000
 * @param drift what is watched for changes; null: nothing
 * @param gate what keeps harm from the versions
 * @param order in which outcomes are learned
 */
public record Learn(
    Optimizer optimizer,
    Loss loss,
    int sequence,
    int burnIn,
    int batch,
    int fresh,
    int replay,
    Duration publishEvery,
    double averaging,
    double clipNorm,
    long seed,
    Schedule schedule,
    List<Regularizer> regularizers,
    double clipValue,
    Initializer initializer,
    Augmentation augmentation,
    int recent,
    int keepVersions,
    @Nullable Drift drift,
    Gate gate,
    Order order) {

  /** In which order outcomes are learned. */
  public enum Order {
    /**
     * Of their times, once the watermark has passed them: what is learned is a function of the data
     * alone.
     */
    EVENT_TIME,

    /**
     * As they become known, without waiting for others: sooner in service, but two runs need not
     * learn the same.
     */
    ARRIVAL
  }

  /** Versions that are kept where nobody says how many. */
  static final int KEEP_VERSIONS = 16;

  public Learn {
    regularizers = List.copyOf(regularizers);
    if (burnIn < 0 || burnIn >= sequence) {
      throw new IllegalArgumentException(
          "burn-in is " + burnIn + ": must be 0 to " + (sequence - 1) + ", below sequence");
    }
    if (fresh < 1 || fresh > batch) {
      throw new IllegalArgumentException(
          "fresh is " + fresh + ": must be 1 to " + batch + ", the batch");
    }
    if (fresh < batch && replay < 1) {
      throw new IllegalArgumentException(
          "fresh is "
              + fresh
              + " of a batch of "
              + batch
              + ": the others come from replay, so set it, for example replay: 4096");
    }
    if (recent < 0 || recent > batch - fresh || recent > replay) {
      throw new IllegalArgumentException(
          "recent is "
              + recent
              + ": must be 0 to "
              + Math.min(batch - fresh, replay)
              + ", as they are of the batch without the fresh ones and are kept for replay");
    }
    if (!(averaging >= 0 && averaging < 1)) {
      throw new IllegalArgumentException("averaging is " + averaging + ": must be 0 to below 1");
    }
    if (!(clipNorm > 0)) {
      throw new IllegalArgumentException("clip-norm is " + clipNorm + ": must be above 0");
    }
    // Refuses what does not go together.
    new Training(optimizer, schedule, regularizers, clipNorm, clipValue, averaging, initializer);
  }

  /** Steps of one length, no penalties, no limit of single elements, weights as the layers say. */
  public Learn(
      Optimizer optimizer,
      Loss loss,
      int sequence,
      int burnIn,
      int batch,
      int fresh,
      int replay,
      Duration publishEvery,
      double averaging,
      double clipNorm,
      long seed) {
    this(
        optimizer,
        loss,
        sequence,
        burnIn,
        batch,
        fresh,
        replay,
        publishEvery,
        averaging,
        clipNorm,
        seed,
        new Constant(),
        List.of(),
        0,
        new Initializer.LayerDefault(),
        Augmentation.NONE,
        0,
        KEEP_VERSIONS,
        null,
        Gate.STANDARD,
        Order.EVENT_TIME);
  }

  /** The same by another loss. */
  Learn with(Loss other) {
    return with(other, seed, drift, gate, order);
  }

  /** The same from another seed. */
  public Learn withSeed(long other) {
    return with(loss, other, drift, gate, order);
  }

  /** The same with another look at changes. */
  public Learn with(@Nullable Drift other) {
    return with(loss, seed, other, gate, order);
  }

  /** The same behind another gate. */
  public Learn with(Gate other) {
    return with(loss, seed, drift, other, order);
  }

  /** The same in another order. */
  public Learn with(Order other) {
    return with(loss, seed, drift, gate, other);
  }

  private Learn with(Loss loss, long seed, @Nullable Drift drift, Gate gate, Order order) {
    return new Learn(
        optimizer,
        loss,
        sequence,
        burnIn,
        batch,
        fresh,
        replay,
        publishEvery,
        averaging,
        clipNorm,
        seed,
        schedule,
        regularizers,
        clipValue,
        initializer,
        augmentation,
        recent,
        keepVersions,
        drift,
        gate,
        order);
  }

  /** How the gradients of batches become weights. */
  public Training training() {
    return new Training(
        optimizer, schedule, regularizers, clipNorm, clipValue, averaging, initializer);
  }
}

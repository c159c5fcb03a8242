package io.tidemill.pipeline;

import io.tidemill.loss.Loss;
import io.tidemill.optimizer.Optimizer;
import java.time.Duration;

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
    long seed) {

  public Learn {
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
    if (!(averaging >= 0 && averaging < 1)) {
      throw new IllegalArgumentException("averaging is " + averaging + ": must be 0 to below 1");
    }
    if (!(clipNorm > 0)) {
      throw new IllegalArgumentException("clip-norm is " + clipNorm + ": must be above 0");
    }
  }
}

package io.tidemill.pipeline;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the jobs run.
 *
 * @param parallelism subtasks of the inference job, 1 to 1024
 * @param checkpointEvery interval between two checkpoints
 * @param bundleRows a bundle is flushed at this many events, 1 to 65536
 * @param bundleDelay and at the latest after this long (by the clock)
 * @param stateTtl a key without events for this long (by the clock) is forgotten; null: never
 * @param output how predictions, alerts and metrics are written
 * @param servedFeatures whether what every event was answered with is written for the learner
 * @param maxAge how old what a model has learned may be when it answers; null: of any age
 * @param signedModels how versions of the model must be signed; null: they need not be
 */
public record Execution(
    Delivery delivery,
    Duration checkpointEvery,
    StateBackend stateBackend,
    int parallelism,
    int bundleRows,
    Duration bundleDelay,
    @Nullable Duration stateTtl,
    OutputFormat output,
    boolean servedFeatures,
    @Nullable MaxAge maxAge,
    @Nullable ModelSignature signedModels)
    implements Serializable {

  /** Subtasks of a job, at most. */
  public static final int MAX_PARALLELISM = 1024;

  public Execution {
    checkRange("parallelism", parallelism, 1, MAX_PARALLELISM);
    checkRange("bundle rows", bundleRows, 1, 65536);
    if (checkpointEvery.toMillis() < 1) {
      throw new IllegalArgumentException(
          "checkpoint-every is " + checkpointEvery + ": must be at least 1 ms");
    }
    if (bundleDelay.isNegative()) {
      throw new IllegalArgumentException(
          "bundle delay is " + bundleDelay + ": must not be negative");
    }
  }

  /** The same with another number of subtasks. */
  public Execution withParallelism(int other) {
    return new Execution(
        delivery,
        checkpointEvery,
        stateBackend,
        other,
        bundleRows,
        bundleDelay,
        stateTtl,
        output,
        servedFeatures,
        maxAge,
        signedModels);
  }

  private static void checkRange(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " is " + value + ": must be " + least + " to " + most);
    }
  }
}

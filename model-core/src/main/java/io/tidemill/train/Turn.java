package io.tidemill.train;

import io.tidemill.layer.ParameterLayout;
import io.tidemill.network.Model;
import io.tidemill.optimizer.Optimizer;
import io.tidemill.optimizer.Updater;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that a model learns in one turn, a range of its flat vector, and their updater.
 */
final class Turn {
  private final int from;
  private final int to;
  private final @Nullable Updater updater; // null: there is nothing to learn by a gradient

  private Turn(int from, ParameterLayout parameters, Optimizer optimizer) {
    this.from = from;
    this.to = from + parameters.size();
    this.updater = from == to ? null : optimizer.updater(parameters);
  }

  /** Those of a model, each with an optimiser's state of zeros. */
  static Turn[] all(Model model, Optimizer optimizer) {
    List<ParameterLayout> layouts = model.turns();
    Turn[] turns = new Turn[layouts.size()];
    int from = 0;
    for (int i = 0; i < turns.length; i++) {
      turns[i] = new Turn(from, layouts.get(i), optimizer);
      from = turns[i].to;
    }
    return turns;
  }

  /** In four sums, as one after another would wait for each addition. */
  double norm(float[] gradient) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = from;
    for (; i < to - 3; i += 4) {
      s0 += (double) gradient[i] * gradient[i];
      s1 += (double) gradient[i + 1] * gradient[i + 1];
      s2 += (double) gradient[i + 2] * gradient[i + 2];
      s3 += (double) gradient[i + 3] * gradient[i + 3];
    }
    for (; i < to; i++) {
      s0 += (double) gradient[i] * gradient[i];
    }
    return Math.sqrt((s0 + s1) + (s2 + s3));
  }

  /** Limits every number to {@code most} either way; the norm of what remains. */
  double clipValue(float[] gradient, float most) {
    for (int i = from; i < to; i++) {
      gradient[i] = Math.max(-most, Math.min(most, gradient[i]));
    }
    return norm(gradient);
  }

  void scale(float[] gradient, float factor) {
    for (int i = from; i < to; i++) {
      gradient[i] *= factor;
    }
  }

  /** As {@link Updater#update} has it. */
  void update(float[] weights, float[] gradient, long steps, double factor) {
    if (updater != null) {
      updater.update(weights, gradient, from, steps, factor);
    }
  }

  /** Floats of {@link #state}. */
  static int stateSize(Turn[] turns) {
    int size = 0;
    for (Turn turn : turns) {
      size += turn.stateSize();
    }
    return size;
  }

  private int stateSize() {
    return updater == null ? 0 : updater.stateSize();
  }

  /** The optimiser's states of all turns one after another. */
  static float[] state(Turn[] turns) {
    float[] all = new float[stateSize(turns)];
    int at = 0;
    for (Turn turn : turns) {
      if (turn.updater != null) {
        System.arraycopy(turn.updater.state(), 0, all, at, turn.stateSize());
      }
      at += turn.stateSize();
    }
    return all;
  }

  static void restore(Turn[] turns, float[] state) {
    int at = 0;
    for (Turn turn : turns) {
      if (turn.updater != null) {
        turn.updater.restore(Arrays.copyOfRange(state, at, at + turn.stateSize()));
      }
      at += turn.stateSize();
    }
  }
}

package io.tidemill.serve;

import com.sun.management.ThreadMXBean;
import io.tidemill.layer.BatchNorm;
import io.tidemill.layer.Dense;
import io.tidemill.layer.Embedding;
import io.tidemill.layer.Gru;
import io.tidemill.layer.Residual;
import io.tidemill.layer.TimeDistributed;
import io.tidemill.math.Matrix;
import io.tidemill.network.Network;
import io.tidemill.network.Parameters;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Random;

/** Prints how many bytes a hundred steps allocate once the kernels are compiled. */
final class AllocationWhileServing {
  private AllocationWhileServing() {}

  /** How long the JVM takes to compile is its own affair: hence the attempts. */
  public static void main(String[] arguments) {
    Network network =
        Network.of(
            new Gru(3, 16),
            new Residual(new Dense(16, 16)),
            new BatchNorm(16),
            new TimeDistributed(8, new Embedding(2, 5, 2)),
            new Dense(32, 2));
    Predictor predictor = new Predictor(network, 4);
    predictor.load(Parameters.initial(network, 1));
    Random random = new Random(3);
    Matrix x = new Matrix(4, 3);
    for (int i = 0; i < x.data().length; i++) {
      x.data()[i] = (float) random.nextGaussian();
    }
    Matrix memory = new Matrix(4, 16);
    Matrix y = new Matrix(4, 2);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 300 && least > 0; attempt++) {
      predictor.warmUp(Duration.ofMillis(100));
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 100; i++) {
        predictor.step(x, memory, y);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    System.out.print(least);
  }
}

package io.tidemill.serve;

import com.sun.management.ThreadMXBean;
import io.tidemill.layer.BatchNorm;
import io.tidemill.layer.Dense;
import io.tidemill.layer.Embedding;
import io.tidemill.layer.Gru;
import io.tidemill.layer.Residual;
import io.tidemill.layer.TimeDistributed;
import io.tidemill.math.Matrix;
import io.tidemill.network.EncoderDecoder;
import io.tidemill.network.Network;
import io.tidemill.network.Parameters;
import java.lang.management.ManagementFactory;
import java.util.Random;

/**
 * Prints how many bytes a hundred steps, and a hundred answers of an encoder-decoder, allocate once
 * the kernels are compiled.
 */
final class AllocationWhileServing {
  private static final long WARM_UP_NANOS = 100_000_000;

  private AllocationWhileServing() {}

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
    long bytes = least(() -> predictor.step(x, memory, y));
    System.out.print(bytes + least(decoding()));
  }

  /** Of a network that says sequences. */
  private static Runnable decoding() {
    EncoderDecoder model =
        new EncoderDecoder(
            Network.of(new Embedding(1, 5, 4), new Gru(4, 6)),
            Network.of(new Embedding(1, 6, 4), new Gru(4, 6), new Dense(6, 5)),
            3);
    Decoding decoding = new Decoding(model, new BeamSearch(3, 5, 0, 6, 0.6));
    decoding.load(Parameters.initial(model, 2));
    Matrix source = new Matrix(3, 1).fill(1);
    return () -> decoding.decode(source);
  }

  /** How long the JVM takes to compile is its own affair: hence the attempts. */
  private static long least(Runnable call) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 300 && least > 0; attempt++) {
      long end = System.nanoTime() + WARM_UP_NANOS;
      while (System.nanoTime() < end) {
        call.run();
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 100; i++) {
        call.run();
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}

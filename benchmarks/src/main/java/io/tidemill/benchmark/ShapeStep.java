package io.tidemill.benchmark;

import io.tidemill.math.Matrix;
import io.tidemill.network.Parameters;
import io.tidemill.serve.Predictor;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One forward step of a {@link Shape}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls setUp() first
public class ShapeStep {
  @Param("dense 128-128, 64 rows")
  public String network;

  private Predictor predictor;
  private Matrix x;
  private Matrix memory;
  private Matrix y;

  /** Called by JMH before the steps. */
  @Setup
  public void setUp() {
    Shape shape = Shape.of(network);
    predictor = new Predictor(shape.network(), shape.rows());
    predictor.load(Parameters.initial(shape.network(), 1));
    x = new Matrix(shape.rows(), shape.network().inputSize());
    memory = new Matrix(shape.rows(), shape.network().stateSize());
    y = new Matrix(shape.rows(), shape.network().outputSize());
    Random random = new Random(1);
    for (int i = 0; i < x.data().length; i++) {
      x.data()[i] = (float) random.nextGaussian();
    }
  }

  @Benchmark
  public float engine() {
    predictor.step(x, memory, y);
    return y.data()[0];
  }
}

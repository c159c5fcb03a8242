package io.tidemill.benchmark;

import ai.onnxruntime.OrtException;
import io.tidemill.math.Matrix;
import io.tidemill.network.Network;
import io.tidemill.network.Parameters;
import io.tidemill.serve.Predictor;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One forward step of a bundle, by the engine and by ONNX Runtime. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls setUp() first
public class ForwardStep {

  /** The engine with the weights and inputs of a case. */
  @State(Scope.Thread)
  public static class Engine {
    @Param("lstm-step-16-64")
    public String network;

    @Param("1")
    public int rows;

    private Predictor predictor;
    private Matrix x;
    private Matrix memory;
    private Matrix y;

    /** Called by JMH before the steps. */
    @Setup
    public void setUp() throws IOException {
      setUp(Case.of(network), rows);
    }

    private void setUp(Case one, int rows) throws IOException {
      Numbers numbers = Numbers.ofRun();
      Network layers = one.network();
      predictor = new Predictor(layers, rows);
      predictor.load(new Parameters(layers.parameters(), numbers.weights(one)));
      x = new Matrix(rows, layers.inputSize());
      memory = new Matrix(rows, layers.stateSize());
      y = new Matrix(rows, layers.outputSize());
      fill(x, numbers.read(one, "x"));
      fill(memory, numbers.read(one, "memory"));
    }

    private static void fill(Matrix matrix, float[] numbers) {
      for (int i = 0; i < matrix.data().length; i++) {
        matrix.data()[i] = numbers[i % numbers.length];
      }
    }

    void step() {
      predictor.step(x, memory, y);
    }
  }

  /** ONNX Runtime with the weights and inputs of a case. */
  @State(Scope.Thread)
  public static class Onnx {
    @Param("lstm-step-16-64")
    public String network;

    @Param("1")
    public int rows;

    private OnnxModel model;

    /** Called by JMH before the steps. */
    @Setup
    public void setUp() throws OrtException, IOException {
      setUp(Case.of(network), rows);
    }

    private void setUp(Case one, int rows) throws OrtException, IOException {
      Numbers numbers = Numbers.ofRun();
      model = new OnnxModel(numbers.onnx(one), rows);
      for (String input : model.inputs()) {
        model.fill(input, numbers.read(one, "onnx-" + input));
      }
    }

    /** Called by JMH after the steps. */
    @TearDown
    public void tearDown() throws OrtException {
      model.close();
    }
  }

  @Benchmark
  public float engine(Engine engine) {
    engine.step();
    return engine.y.data()[0];
  }

  @Benchmark
  public void onnxRuntime(Onnx onnx) throws OrtException {
    onnx.model.run();
  }

  /** What the engine says to the inputs of a case, [rows, outputSize]. */
  static float[] ofEngine(Case one, int rows) throws IOException {
    Engine engine = new Engine();
    engine.setUp(one, rows);
    engine.step();
    return engine.y.data();
  }

  /** What ONNX Runtime says to the inputs of a case, [rows, outputSize]. */
  static float[] ofOnnxRuntime(Case one, int rows) throws IOException, OrtException {
    Onnx onnx = new Onnx();
    onnx.setUp(one, rows);
    onnx.model.run();
    float[] y = new float[rows * one.network().outputSize()];
    onnx.model.buffer("y").get(y);
    onnx.tearDown();
    return y;
  }
}

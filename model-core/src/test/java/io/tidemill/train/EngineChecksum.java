package io.tidemill.train;

import io.tidemill.layer.Activation;
import io.tidemill.layer.AvgPool;
import io.tidemill.layer.BatchNorm;
import io.tidemill.layer.CausalConv1d;
import io.tidemill.layer.Conv1d;
import io.tidemill.layer.Conv2d;
import io.tidemill.layer.Dense;
import io.tidemill.layer.DotProduct;
import io.tidemill.layer.Dropout;
import io.tidemill.layer.GlobalPool;
import io.tidemill.layer.Gru;
import io.tidemill.layer.LayerNorm;
import io.tidemill.layer.Lstm;
import io.tidemill.layer.MaxPool;
import io.tidemill.layer.OnColumns;
import io.tidemill.layer.Padding;
import io.tidemill.layer.Repeat;
import io.tidemill.layer.Residual;
import io.tidemill.layer.SimpleRnn;
import io.tidemill.layer.Slice;
import io.tidemill.layer.Softmax;
import io.tidemill.layer.SquaredDistance;
import io.tidemill.layer.TimeDistributed;
import io.tidemill.layer.Upsample;
import io.tidemill.loss.SquaredError;
import io.tidemill.math.Kernels;
import io.tidemill.math.Matrix;
import io.tidemill.network.Network;
import io.tidemill.network.Objective;
import io.tidemill.network.Parameters;
import io.tidemill.serve.Predictor;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32C;

/** Prints which kernels a JVM has, and a checksum of what it serves and of a gradient. */
final class EngineChecksum {
  private static final Network NETWORK =
      Network.of(
          new Gru(5, 40),
          new Lstm(40, 21),
          new Gru(21, 18, Gru.Reset.BEFORE_PRODUCT),
          new SimpleRnn(18, 17),
          new Activation(17, Activation.Function.GELU),
          new LayerNorm(17),
          new Activation(17, Activation.Function.ELU),
          new Softmax(17),
          new BatchNorm(17),
          new Residual(new Dense(17, 17)),
          new Dropout(17, 0.2),
          new CausalConv1d(17, 36, 3, 2),
          new Conv2d(6, 3, 2, 19, 3, 2, Padding.SAME),
          new Conv2d(6, 3, 19, 16, 3, 3, Padding.SAME),
          new Activation(6 * 3 * 16, Activation.Function.RELU),
          new MaxPool(6, 3, 16, 3, 2, 1, 1),
          new Conv1d(8, 16, 7, 3),
          new AvgPool(1, 6, 7, 1, 2),
          new GlobalPool(3, 7, GlobalPool.Kind.MAX),
          new TimeDistributed(7, new Gru(1, 2)),
          new Repeat(14, 2),
          new Upsample(2, 7, 2, 2, 1),
          new OnColumns(56, 3, new SquaredDistance(20, 7)),
          new Slice(43, 1, 40),
          new OnColumns(40, 0, new DotProduct(12)),
          new Dense(29, 3));
  private static final int ROWS = 9;
  private static final int STEPS = 6;

  private EngineChecksum() {}

  public static void main(String[] arguments) {
    System.out.print(text());
  }

  static String text() {
    CRC32C served = new CRC32C();
    CRC32C learned = new CRC32C();
    Parameters parameters = Parameters.initial(NETWORK, 1);
    SequenceBatch batch = batch();
    Predictor predictor = new Predictor(NETWORK, ROWS);
    predictor.load(parameters);
    Matrix memory = new Matrix(ROWS, NETWORK.stateSize());
    Matrix y = new Matrix(ROWS, 3);
    for (int t = 0; t < STEPS; t++) {
      predictor.step(batch.x(t), memory, y);
      update(served, y.data());
    }
    float[] gradient = new float[parameters.data().length];
    Objective objective = NETWORK.objective(new SquaredError(), ROWS, STEPS);
    objective.load(parameters);
    objective.addGradient(0, batch.matrices(), 0.01, 0, gradient);
    update(learned, gradient);
    return "%s: %08x %08x"
        .formatted(Kernels.best().describe(), served.getValue(), learned.getValue());
  }

  private static SequenceBatch batch() {
    Random random = new Random(1);
    SequenceBatch batch = new SequenceBatch(ROWS, STEPS, 5, 3);
    for (int row = 0; row < ROWS; row++) {
      batch.add();
    }
    for (int t = 0; t < STEPS; t++) {
      for (int i = 0; i < ROWS * 5; i++) {
        batch.x(t).data()[i] = (float) random.nextGaussian();
      }
      for (int i = 0; i < ROWS * 3; i++) {
        batch.target(t).data()[i] = (float) random.nextGaussian();
        batch.weight(t).data()[i] = random.nextInt(3);
      }
    }
    return batch;
  }

  private static void update(CRC32C checksum, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
    bytes.asFloatBuffer().put(values);
    checksum.update(bytes);
  }
}

package io.tidemill.network;

import io.tidemill.loss.Loss;
import io.tidemill.math.Matrix;
import io.tidemill.math.Noise;
import org.jspecify.annotations.Nullable;

/** What a {@link VariationalAutoencoder} makes small. */
final class EvidenceBound implements Objective {
  private final Loss loss;
  private final int inputSize;
  private final int terms;
  private final int size; // of a code
  private final double beta;
  private final Member encoder;
  private final Member decoder;
  private final Steps draws; // e
  private final Steps codes; // z
  private final Matrix dCode;

  EvidenceBound(VariationalAutoencoder model, Loss loss, int maxRows, int maxSteps) {
    this.loss = loss;
    this.inputSize = model.inputSize();
    this.terms = model.terms(loss);
    this.size = model.codeSize();
    this.beta = model.beta();
    this.encoder = new Member(model.encoder(), 0, maxRows, maxSteps);
    int from = model.encoder().parameters().size();
    this.decoder = new Member(model.decoder(), from, maxRows, maxSteps);
    this.draws = new Steps(maxSteps, maxRows, size);
    this.codes = new Steps(maxSteps, maxRows, size);
    this.dCode = new Matrix(maxRows, size);
  }

  @Override
  public void load(Parameters weights) {
    encoder.load(weights);
    decoder.load(weights);
  }

  @Override
  public double loss(Batch batch) {
    batch.require(inputSize, 0, terms);
    Matrix[] stats = encoder.forward(batch.x());
    Matrix[] y = decoder.forward(codes(stats, null));
    double sum = 0;
    for (int t = 0; t < batch.steps(); t++) {
      sum += reconstruction(y[t], batch, t, 0);
      for (int row = 0; row < batch.rows(); row++) {
        sum += weight(batch.weight()[t], row) * divergence(stats[t], row);
      }
    }
    return sum;
  }

  @Override
  public double addGradient(int turn, Batch batch, double scale, long noise, float[] gradient) {
    batch.require(inputSize, 0, terms);
    Matrix[] stats = encoder.forwardTraining(batch.x(), Noise.bits(noise, 0));
    Matrix[] e = draws.first(batch.steps(), batch.rows());
    for (int t = 0; t < e.length; t++) {
      long bits = Noise.bits(Noise.bits(noise, 1), t);
      Noise.normal(bits, batch.rows() * size, e[t].data());
    }
    Matrix[] y = decoder.forwardTraining(codes(stats, e), Noise.bits(noise, 2));
    double sum = 0;
    for (int t = batch.steps() - 1; t >= 0; t--) {
      sum += reconstruction(y[t], batch, t, scale);
      decoder.backward(t, gradient, dCode);
      sum += divergence(stats[t], e[t], batch.weight()[t], scale);
      encoder.backward(t, gradient, null);
    }
    return sum;
  }

  private double reconstruction(Matrix y, Batch batch, int t, double scale) {
    Matrix dy = decoder.unrolled.outputGradient();
    return loss.gradient(y, batch.x()[t], batch.weight()[t], scale, dy);
  }

  /** z = m + e^(v / 2) e; without draws m alone. */
  private Matrix[] codes(Matrix[] stats, Matrix @Nullable [] e) {
    Matrix[] z = codes.first(stats.length, stats[0].rows());
    for (int t = 0; t < z.length; t++) {
      float[] s = stats[t].data();
      for (int row = 0; row < z[t].rows(); row++) {
        int mean = stats[t].offset(row);
        int to = z[t].offset(row);
        for (int i = 0; i < size; i++) {
          double off = e == null ? 0 : deviation(s[mean + size + i]) * e[t].data()[to + i];
          z[t].data()[to + i] = (float) (s[mean + i] + off);
        }
      }
    }
    return z;
  }

  private static double deviation(float logVariance) {
    return StrictMath.exp(0.5 * logVariance);
  }

  /** beta times the divergence of a row's code from N(0, I). */
  private double divergence(Matrix stats, int row) {
    int at = stats.offset(row);
    double sum = 0;
    for (int i = at; i < at + size; i++) {
      double m = stats.data()[i];
      double v = stats.data()[i + size];
      sum += m * m + StrictMath.exp(v) - 1 - v;
    }
    return 0.5 * beta * sum;
  }

  /** The weighted sum of the divergences; the encoder's gradient is that of all that is lost. */
  private double divergence(Matrix stats, Matrix e, Matrix weight, double scale) {
    Matrix dStats = encoder.unrolled.outputGradient();
    double sum = 0;
    for (int row = 0; row < stats.rows(); row++) {
      double w = weight(weight, row);
      double share = scale * w * beta;
      int at = stats.offset(row);
      int z = e.offset(row);
      for (int i = 0; i < size; i++) {
        double dz = dCode.data()[z + i];
        double m = stats.data()[at + i];
        float v = stats.data()[at + size + i];
        double off = deviation(v) * e.data()[z + i];
        dStats.data()[at + i] = (float) (dz + share * m);
        dStats.data()[at + size + i] = (float) (0.5 * (dz * off + share * (StrictMath.exp(v) - 1)));
      }
      sum += w * divergence(stats, row);
    }
    return sum;
  }

  /** The mean of the weights of a row's terms. */
  private static double weight(Matrix weight, int row) {
    double sum = 0;
    for (int i = weight.offset(row); i < weight.offset(row + 1); i++) {
      sum += weight.data()[i];
    }
    return sum / weight.columns();
  }

  @Override
  public void follow(float[] parameters) {
    encoder.follow(parameters);
    decoder.follow(parameters);
  }
}

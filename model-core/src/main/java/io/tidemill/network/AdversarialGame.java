package io.tidemill.network;

import io.tidemill.loss.BinaryCrossEntropy;
import io.tidemill.loss.Loss;
import io.tidemill.math.Matrix;
import io.tidemill.math.Noise;

/** What the players of a {@link Gan} make small; turn 0 is the discriminator's. */
final class AdversarialGame implements Objective {
  private static final int DISCRIMINATOR = 0;
  private static final Loss LOSS = new BinaryCrossEntropy();

  private final int inputSize;
  private final Member generator;
  private final Member ofReal; // the discriminator, of real inputs
  private final Member ofMade; // and of made ones
  private final Steps noise;
  private final Matrix real; // targets
  private final Matrix made;
  private final Matrix taken; // made ones to be taken for real
  private final float[] unused; // gradient of the player whose turn it is not
  private int turn;

  AdversarialGame(Gan model, int maxRows, int maxSteps) {
    inputSize = model.inputSize();
    int discriminator = model.discriminator().parameters().size();
    ofReal = new Member(model.discriminator(), 0, maxRows, maxSteps);
    ofMade = ofReal.twin(maxRows, maxSteps);
    generator = new Member(model.generator(), discriminator, maxRows, maxSteps);
    noise = new Steps(maxSteps, maxRows, model.generator().inputSize());
    real = new Matrix(maxRows, 1).fill((float) (1 - model.smoothing()));
    made = new Matrix(maxRows, 1);
    taken = new Matrix(maxRows, 1).fill(1);
    unused = new float[discriminator];
  }

  @Override
  public void load(Parameters weights) {
    generator.load(weights);
    ofReal.load(weights);
  }

  /** Of both players, on the same noise every time. */
  @Override
  public double loss(Batch batch) {
    batch.require(inputSize, 0, 1);
    Matrix[] logits = ofReal.forward(batch.x());
    Matrix[] madeLogits = ofMade.forward(generator.forward(draw(batch, 0)));
    double sum = 0;
    for (int t = 0; t < batch.steps(); t++) {
      sum += loss(ofReal, logits[t], real, batch, t, 0);
      sum += loss(ofMade, madeLogits[t], made, batch, t, 0);
      sum += loss(ofMade, madeLogits[t], taken, batch, t, 0);
    }
    return sum;
  }

  @Override
  public double addGradient(int turn, Batch batch, double scale, long noise, float[] gradient) {
    batch.require(inputSize, 0, 1);
    this.turn = turn;
    long bits = Noise.bits(noise, turn);
    Matrix[] inputs = generator.forwardTraining(draw(batch, bits), Noise.bits(bits, 1));
    Matrix[] madeLogits = ofMade.forwardTraining(inputs, Noise.bits(bits, 2));
    return turn == DISCRIMINATOR
        ? learnToTell(batch, madeLogits, scale, Noise.bits(bits, 3), gradient)
        : learnToDeceive(batch, madeLogits, scale, gradient);
  }

  private double learnToTell(
      Batch batch, Matrix[] madeLogits, double scale, long noise, float[] gradient) {
    Matrix[] logits = ofReal.forwardTraining(batch.x(), noise);
    double sum = 0;
    for (int t = batch.steps() - 1; t >= 0; t--) {
      sum += loss(ofReal, logits[t], real, batch, t, scale);
      ofReal.backward(t, gradient, null);
      sum += loss(ofMade, madeLogits[t], made, batch, t, scale);
      ofMade.backward(t, gradient, null);
    }
    return sum;
  }

  private double learnToDeceive(Batch batch, Matrix[] madeLogits, double scale, float[] gradient) {
    double sum = 0;
    for (int t = batch.steps() - 1; t >= 0; t--) {
      sum += loss(ofMade, madeLogits[t], taken, batch, t, scale);
      ofMade.backward(t, unused, generator.unrolled.outputGradient());
      generator.backward(t, gradient, null);
    }
    return sum;
  }

  /** What the generator is given, as many rows as are real. */
  private Matrix[] draw(Batch batch, long bits) {
    Matrix[] z = noise.first(batch.steps(), batch.rows());
    for (int t = 0; t < z.length; t++) {
      long ofStep = Noise.bits(Noise.bits(bits, 0), t);
      Noise.normal(ofStep, z[t].rows() * z[t].columns(), z[t].data());
    }
    return z;
  }

  private static double loss(
      Member player, Matrix logits, Matrix target, Batch batch, int t, double scale) {
    Matrix dLogits = player.unrolled.outputGradient();
    return LOSS.gradient(logits, target, batch.weight()[t], scale, dLogits);
  }

  @Override
  public void follow(float[] parameters) {
    if (turn == DISCRIMINATOR) {
      ofReal.follow(parameters);
      ofMade.follow(parameters);
    } else {
      generator.follow(parameters);
    }
  }
}

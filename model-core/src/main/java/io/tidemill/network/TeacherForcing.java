package io.tidemill.network;

import io.tidemill.loss.Loss;
import io.tidemill.math.Matrix;
import io.tidemill.math.Noise;
import io.tidemill.math.Rows;
import java.util.Arrays;

/** What an {@link EncoderDecoder} makes small. */
final class TeacherForcing implements Objective {
  private final EncoderDecoder model;
  private final Loss loss;
  private final int source;
  private final Member encoder;
  private final Member decoder;
  private Matrix[] sources = {};
  private Matrix[] answers = {};

  TeacherForcing(EncoderDecoder model, Loss loss, int maxRows, int maxSteps) {
    this.model = model;
    this.loss = loss;
    this.source = model.sourceSteps();
    if (maxSteps <= source) {
      throw new IllegalArgumentException(
          "sequences of at most %d steps, of which %d are the source's: leave some for the answer"
              .formatted(maxSteps, source));
    }
    int from = model.encoder().parameters().size();
    this.encoder = new Member(model.encoder(), 0, maxRows, source);
    this.decoder = new Member(model.decoder(), from, maxRows, maxSteps - source);
  }

  @Override
  public void load(Parameters weights) {
    encoder.load(weights);
    decoder.load(weights);
  }

  /** Of the steps after the source's. */
  @Override
  public double totalWeight(Batch batch) {
    return batch.totalWeight(source);
  }

  @Override
  public double loss(Batch batch) {
    split(batch);
    encoder.forward(sources);
    Matrix[] y = decoder.forward(answers, encoder.unrolled.memory());
    double sum = 0;
    for (int t = 0; t < y.length; t++) {
      sum += lossOfStep(batch, t, y[t], 0);
    }
    return sum;
  }

  @Override
  public double addGradient(int turn, Batch batch, double scale, long noise, float[] gradient) {
    split(batch);
    encoder.forwardTraining(sources, Noise.bits(noise, 0));
    Matrix memory = encoder.unrolled.memory();
    Matrix[] y = decoder.forwardTraining(answers, memory, Noise.bits(noise, 1));
    double sum = 0;
    for (int t = y.length - 1; t >= 0; t--) {
      sum += lossOfStep(batch, t, y[t], scale);
      decoder.backward(t, gradient, null);
    }
    Rows.add(decoder.unrolled.memoryGradient(), encoder.unrolled.memoryGradient());
    for (int t = source - 1; t >= 0; t--) {
      encoder.unrolled.outputGradient().fill(0);
      encoder.backward(t, gradient, null);
    }
    return sum;
  }

  /** The source and what follows it; allocates only when a batch is of other matrices. */
  private void split(Batch batch) {
    batch.require(model.inputSize(), model.targetSize(loss), model.terms(loss));
    Matrix[] x = batch.x();
    if (x.length <= source) {
      throw new IllegalArgumentException(
          "sequences of %d steps, of which %d are the source's: nothing is left for the answer"
              .formatted(x.length, source));
    }
    if (answers.length != x.length - source || answers[0] != x[source]) {
      sources = Arrays.copyOf(x, source);
      answers = Arrays.copyOfRange(x, source, x.length);
    }
  }

  private double lossOfStep(Batch batch, int t, Matrix y, double scale) {
    Matrix target = batch.target()[source + t];
    Matrix weight = batch.weight()[source + t];
    return loss.gradient(y, target, weight, scale, decoder.unrolled.outputGradient());
  }

  @Override
  public void follow(float[] parameters) {
    encoder.follow(parameters);
    decoder.follow(parameters);
  }
}

package io.tidemill.serve;

import io.tidemill.math.Matrix;
import io.tidemill.network.EncoderDecoder;
import io.tidemill.network.Parameters;

/**
 * An encoder-decoder of tokens in service: reads one sequence and says the other, by {@link
 * BeamSearch}. The decoder takes one token a step and gives the logits of all. Owns its scratch,
 * allocates nothing once built, and is confined to one thread.
 */
public final class Decoding {
  private final EncoderDecoder model;
  private final BeamSearch search;
  private final Predictor encoder;
  private final Predictor decoder;
  private final Matrix read; // an input of the encoder
  private final Matrix unused; // its output
  private final Matrix start; // its memory
  private final Matrix x;
  private final Matrix logits;
  private Beam beam;
  private Beam next;
  private final int[] best;
  private int bestLength;
  private double bestScore;

  /** The beginnings that are kept, most likely first. */
  private static final class Beam {
    final int[][] tokens;
    final double[] logLikelihoods;
    final Matrix memory;
    int size;

    Beam(int width, int maxTokens, int stateSize) {
      tokens = new int[width][maxTokens];
      logLikelihoods = new double[width];
      memory = new Matrix(width, stateSize);
    }
  }

  // The most likely of all tokens after all beginnings, most likely first.
  private final double[] likelihoods;
  private final int[] parents;
  private final int[] tokens;
  private int candidates;

  /** All weights are zero until {@link #load}. */
  public Decoding(EncoderDecoder model, BeamSearch search) {
    if (model.decoder().inputSize() != 1 || search.end() >= model.decoder().outputSize()) {
      throw new IllegalArgumentException(
          "a decoder of %d inputs and %d outputs, whose end is token %d: want 1 input, a token, and an output for each, the end included"
              .formatted(model.decoder().inputSize(), model.decoder().outputSize(), search.end()));
    }
    this.model = model;
    this.search = search;
    int width = search.width();
    int stateSize = model.decoder().stateSize();
    encoder = new Predictor(model.encoder(), 1);
    decoder = new Predictor(model.decoder(), width);
    read = new Matrix(1, 1);
    unused = new Matrix(1, model.encoder().outputSize());
    start = new Matrix(1, stateSize);
    x = new Matrix(width, 1);
    logits = new Matrix(width, model.decoder().outputSize());
    beam = new Beam(width, search.maxTokens(), stateSize);
    next = new Beam(width, search.maxTokens(), stateSize);
    best = new int[search.maxTokens()];
    likelihoods = new double[width];
    parents = new int[width];
    tokens = new int[width];
  }

  /** Copies the weights, all parameters of the model. */
  public void load(Parameters weights) {
    encoder.load(model.encoder(weights));
    decoder.load(model.served(weights));
  }

  /**
   * Answers a sequence.
   *
   * @param source tokens, [sourceSteps, 1], padded as those that were learned
   * @return the length of the answer, without its end
   */
  public int decode(Matrix source) {
    if (source.rows() != model.sourceSteps() || source.columns() != 1) {
      throw new IllegalArgumentException(
          "a source of %d steps of %d: the model learned %d of 1; pad it as they were"
              .formatted(source.rows(), source.columns(), model.sourceSteps()));
    }
    start.fill(0);
    for (int t = 0; t < source.rows(); t++) {
      read.data()[0] = source.data()[t];
      encoder.step(read, start, unused);
    }
    System.arraycopy(start.data(), 0, beam.memory.data(), 0, start.columns());
    beam.size = 1;
    beam.logLikelihoods[0] = 0;
    bestScore = Double.NEGATIVE_INFINITY;
    bestLength = 0;
    for (int step = 0; step < search.maxTokens() && mayImprove(); step++) {
      say(step);
      advance(step);
    }
    return bestLength;
  }

  /** A token of the answer, from 0. */
  public int token(int index) {
    if (index < 0 || index >= bestLength) {
      throw new IndexOutOfBoundsException("token " + index + " of an answer of " + bestLength);
    }
    return best[index];
  }

  /** What the answer was compared by, as {@link BeamSearch} has it; at most 0. */
  public double score() {
    return bestScore;
  }

  /** The longest answer divides by the most, and no token makes one more likely. */
  private boolean mayImprove() {
    return beam.size > 0 && search.score(beam.logLikelihoods[0], search.maxTokens()) > bestScore;
  }

  /** One step of the decoder for all beginnings, and the most likely ways to go on. */
  private void say(int step) {
    x.resize(beam.size);
    for (int row = 0; row < beam.size; row++) {
      x.data()[row] = step == 0 ? search.begin() : beam.tokens[row][step - 1];
    }
    decoder.step(x, beam.memory.resize(beam.size), logits);
    candidates = 0;
    for (int row = 0; row < beam.size; row++) {
      double base = beam.logLikelihoods[row] - logSum(row);
      for (int token = 0; token < logits.columns(); token++) {
        consider(base + logits.data()[logits.offset(row) + token], row, token);
      }
    }
  }

  private double logSum(int row) {
    int from = logits.offset(row);
    int end = logits.offset(row + 1);
    double max = Double.NEGATIVE_INFINITY;
    for (int i = from; i < end; i++) {
      max = Math.max(max, logits.data()[i]);
    }
    double sum = 0;
    for (int i = from; i < end; i++) {
      sum += StrictMath.exp(logits.data()[i] - max);
    }
    return max + StrictMath.log(sum);
  }

  /** Keeps the most likely; of equals the first. */
  private void consider(double likelihood, int parent, int token) {
    int width = likelihoods.length;
    if (candidates == width && !(likelihood > likelihoods[width - 1])) {
      return;
    }
    int at = candidates < width ? candidates++ : width - 1;
    while (at > 0 && likelihood > likelihoods[at - 1]) {
      likelihoods[at] = likelihoods[at - 1];
      parents[at] = parents[at - 1];
      tokens[at] = tokens[at - 1];
      at--;
    }
    likelihoods[at] = likelihood;
    parents[at] = parent;
    tokens[at] = token;
  }

  /** What has ended leaves the beam; the rest are the next beginnings. */
  private void advance(int step) {
    next.size = 0;
    boolean last = step == search.maxTokens() - 1;
    for (int k = 0; k < candidates; k++) {
      int[] said = beam.tokens[parents[k]];
      boolean ends = tokens[k] == search.end();
      if (ends || last) {
        finish(said, step, ends ? -1 : tokens[k], likelihoods[k]);
        continue;
      }
      int to = next.size++;
      System.arraycopy(said, 0, next.tokens[to], 0, step);
      next.tokens[to][step] = tokens[k];
      next.logLikelihoods[to] = likelihoods[k];
      int columns = beam.memory.columns();
      System.arraycopy(
          beam.memory.data(), parents[k] * columns, next.memory.data(), to * columns, columns);
    }
    Beam spoken = beam;
    beam = next;
    next = spoken;
  }

  private void finish(int[] said, int length, int token, double likelihood) {
    double score = search.score(likelihood, length + 1);
    if (score > bestScore) {
      bestScore = score;
      System.arraycopy(said, 0, best, 0, length);
      bestLength = length;
      if (token >= 0) {
        best[bestLength++] = token;
      }
    }
  }
}

package io.tidemill.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.layer.Dense;
import io.tidemill.layer.Embedding;
import io.tidemill.layer.Gru;
import io.tidemill.loss.SparseCrossEntropy;
import io.tidemill.math.Matrix;
import io.tidemill.network.EncoderDecoder;
import io.tidemill.network.Initializer;
import io.tidemill.network.Network;
import io.tidemill.network.Parameters;
import io.tidemill.optimizer.Adam;
import io.tidemill.train.SequenceBatch;
import io.tidemill.train.Trainer;
import io.tidemill.train.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecodingTest {
  private static final int TOKENS = 4; // 0 ends, the others are said
  private static final int BEGIN = 4;
  private static final int SOURCE = 3;
  private static final int MOST = 4;
  private static final EncoderDecoder MODEL =
      new EncoderDecoder(
          Network.of(new Embedding(1, TOKENS, 5), new Gru(5, 7)),
          Network.of(new Embedding(1, TOKENS + 1, 5), new Gru(5, 7), new Dense(7, TOKENS)),
          SOURCE);

  /** The log-likelihoods of an answer's tokens, by the decoder alone, from nothing every time. */
  private static double[] likelihoods(Parameters weights, Matrix source, List<Integer> answer) {
    Predictor encoder = new Predictor(MODEL.encoder(), 1);
    Predictor decoder = new Predictor(MODEL.decoder(), 1);
    encoder.load(MODEL.encoder(weights));
    decoder.load(MODEL.served(weights));
    Matrix x = new Matrix(1, 1);
    Matrix memory = new Matrix(1, 7);
    for (int t = 0; t < SOURCE; t++) {
      x.data()[0] = source.data()[t];
      encoder.step(x, memory, new Matrix(1, 7));
    }
    double[] likelihoods = new double[answer.size()];
    Matrix y = new Matrix(1, TOKENS);
    for (int t = 0; t < answer.size(); t++) {
      x.data()[0] = t == 0 ? BEGIN : answer.get(t - 1);
      decoder.step(x, memory, y);
      double sum = IntStream.range(0, TOKENS).mapToDouble(i -> Math.exp(y.data()[i])).sum();
      likelihoods[t] = y.data()[answer.get(t)] - Math.log(sum);
    }
    return likelihoods;
  }

  /** Every answer there is: each ends, or is as long as it may be. */
  private static List<List<Integer>> answers() {
    List<List<Integer>> whole = new ArrayList<>();
    List<List<Integer>> open = new ArrayList<>(List.of(List.of()));
    for (int length = 1; length <= MOST; length++) {
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> beginning : open) {
        for (int token = 0; token < TOKENS; token++) {
          List<Integer> answer = new ArrayList<>(beginning);
          answer.add(token);
          (token == 0 || length == MOST ? whole : longer).add(answer);
        }
      }
      open = longer;
    }
    return whole;
  }

  private static Parameters weights(long seed) {
    return Parameters.initial(MODEL, new Initializer.Normal(1.5), seed);
  }

  private static Matrix source(Random random) {
    Matrix source = new Matrix(SOURCE, 1);
    for (int t = 0; t < SOURCE; t++) {
      source.data()[t] = random.nextInt(TOKENS);
    }
    return source;
  }

  @Test
  void aBeamOfEverythingFindsTheBestOfAllAnswers() {
    assertThat(answers()).hasSize(1 + 3 + 9 + 27 * 4);
    int longerThanGreedy = 0;
    for (int seed = 0; seed < 20; seed++) {
      double penalty = seed % 3;
      BeamSearch search = new BeamSearch(300, BEGIN, 0, MOST, penalty);
      Parameters weights = weights(seed);
      Matrix source = source(new Random(seed));
      List<Integer> expected = List.of();
      double best = Double.NEGATIVE_INFINITY;
      for (List<Integer> answer : answers()) {
        double sum = 0;
        for (double likelihood : likelihoods(weights, source, answer)) {
          sum += likelihood;
        }
        double score = sum / Math.pow((5 + answer.size()) / 6.0, penalty);
        if (score > best) {
          best = score;
          expected = answer;
        }
      }
      assertThat(decoded(search, weights, source)).isEqualTo(withoutEnd(expected));
      Decoding decoding = new Decoding(MODEL, search);
      decoding.load(weights);
      decoding.decode(source);
      assertThat(decoding.score()).isCloseTo(best, within(1e-5));
      List<Integer> greedy = decoded(BeamSearch.greedy(BEGIN, 0, MOST), weights, source);
      longerThanGreedy += greedy.equals(withoutEnd(expected)) ? 0 : 1;
    }
    assertThat(longerThanGreedy).as("greedy search does not find them all").isPositive();
  }

  @Test
  void greedySearchTakesTheMostLikelyTokenAtEveryStep() {
    int ended = 0;
    for (int seed = 0; seed < 30; seed++) {
      Parameters weights = weights(seed);
      Matrix source = source(new Random(seed));
      List<Integer> answer = new ArrayList<>();
      int token = -1;
      while (token != 0 && answer.size() < MOST) {
        double best = Double.NEGATIVE_INFINITY;
        for (int candidate = 0; candidate < TOKENS; candidate++) {
          List<Integer> longer = new ArrayList<>(answer);
          longer.add(candidate);
          double likelihood = likelihoods(weights, source, longer)[answer.size()];
          if (likelihood > best) {
            best = likelihood;
            token = candidate;
          }
        }
        answer.add(token);
      }
      ended += token == 0 ? 1 : 0;
      assertThat(decoded(BeamSearch.greedy(BEGIN, 0, MOST), weights, source))
          .isEqualTo(withoutEnd(answer));
    }
    assertThat(ended).isBetween(1, 29);
  }

  /** A narrow beam never does better than all, nor worse than its own answer says. */
  @Test
  void aNarrowBeamScoresWhatItsAnswerIsWorth() {
    for (int seed = 0; seed < 20; seed++) {
      Decoding decoding = new Decoding(MODEL, new BeamSearch(2, BEGIN, 0, MOST, 1));
      Parameters weights = weights(seed);
      Matrix source = source(new Random(seed));
      decoding.load(weights);
      int length = decoding.decode(source);
      List<Integer> answer = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        answer.add(decoding.token(i));
      }
      if (length < MOST) {
        answer.add(0);
      }
      double sum = 0;
      for (double likelihood : likelihoods(weights, source, answer)) {
        sum += likelihood;
      }
      assertThat(decoding.score()).isCloseTo(sum / ((5 + answer.size()) / 6.0), within(1e-5));
    }
  }

  /** Backwards: what cannot be said before all is read. */
  @Test
  void learnsToSayASequenceBackwards() {
    SparseCrossEntropy loss = new SparseCrossEntropy();
    EncoderDecoder model =
        new EncoderDecoder(
            Network.of(new Embedding(1, TOKENS, 8), new Gru(8, 24)),
            Network.of(new Embedding(1, TOKENS + 1, 8), new Gru(8, 24), new Dense(24, TOKENS)),
            SOURCE);
    int steps = SOURCE + SOURCE + 1;
    Trainer trainer = new Trainer(model, loss, new Training(new Adam(0.01)), 1, 27, steps);
    SequenceBatch batch = SequenceBatch.of(27, steps, model, loss);
    for (int row = 0; row < 27; row++) {
      batch.add();
      int[] tokens = {1 + row % 3, 1 + row / 3 % 3, 1 + row / 9};
      for (int t = 0; t < SOURCE; t++) {
        batch.x(t).data()[row] = tokens[t];
      }
      for (int t = 0; t <= SOURCE; t++) {
        batch.x(SOURCE + t).data()[row] = t == 0 ? BEGIN : tokens[SOURCE - t];
        batch.target(SOURCE + t).data()[row] = t == SOURCE ? 0 : tokens[SOURCE - 1 - t];
        batch.weight(SOURCE + t).data()[row] = 1;
      }
    }
    for (int step = 0; step < 300; step++) {
      trainer.learn(batch);
    }
    Decoding decoding = new Decoding(model, new BeamSearch(3, BEGIN, 0, steps, 0.6));
    decoding.load(trainer.weights());
    Matrix source = new Matrix(SOURCE, 1);
    for (int row = 0; row < 27; row++) {
      for (int t = 0; t < SOURCE; t++) {
        source.data()[t] = batch.x(t).data()[row];
      }
      assertThat(decoding.decode(source)).isEqualTo(SOURCE);
      for (int t = 0; t < SOURCE; t++) {
        assertThat((float) decoding.token(t)).isEqualTo(source.data()[SOURCE - 1 - t]);
      }
    }
  }

  @Test
  void saysWhatDoesNotFit() {
    assertThatThrownBy(() -> new Decoding(MODEL, BeamSearch.greedy(BEGIN, TOKENS, 3)))
        .hasMessageContaining("whose end is token 4");
    Decoding decoding = new Decoding(MODEL, BeamSearch.greedy(BEGIN, 0, 3));
    assertThatThrownBy(() -> decoding.decode(new Matrix(2, 1)))
        .hasMessageContaining("a source of 2 steps of 1: the model learned 3 of 1");
    assertThatThrownBy(() -> decoding.token(0)).hasMessageContaining("an answer of 0");
    assertThatThrownBy(() -> BeamSearch.greedy(BEGIN, 0, 0))
        .hasMessageContaining("must be at least 1");
  }

  private static List<Integer> withoutEnd(List<Integer> answer) {
    int last = answer.size() - 1;
    return answer.get(last) == 0 ? answer.subList(0, last) : answer;
  }

  private static List<Integer> decoded(BeamSearch search, Parameters weights, Matrix source) {
    Decoding decoding = new Decoding(MODEL, search);
    decoding.load(weights);
    int length = decoding.decode(source);
    return IntStream.range(0, length).mapToObj(decoding::token).toList();
  }
}

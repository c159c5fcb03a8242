package io.tidemill.serve;

/**
 * How the answer of an encoder-decoder is looked for: step by step only the most likely beginnings
 * are kept, one of them is greedy search, all of them exact. Answers are compared by
 *
 * <pre>
 * log p / ((5 + length) / 6)^lengthPenalty
 * </pre>
 *
 * <p>(Wu et al. 2016, equation 14), the end counting as a token; those that did not end in time
 * count as they are.
 *
 * @param width beginnings that are kept, at least 1
 * @param begin token that the decoder is given first
 * @param end token that ends an answer
 * @param maxTokens of an answer, its end included, at least 1
 * @param lengthPenalty at least 0; 0 compares likelihoods, which favours the short
 */
public record BeamSearch(int width, int begin, int end, int maxTokens, double lengthPenalty) {

  public BeamSearch {
    if (width < 1 || maxTokens < 1) {
      throw new IllegalArgumentException(
          "beam-search has width %d and maxTokens %d: both must be at least 1"
              .formatted(width, maxTokens));
    }
    if (begin < 0 || end < 0) {
      throw new IllegalArgumentException(
          "beam-search has begin %d and end %d: tokens count from 0".formatted(begin, end));
    }
    if (!(lengthPenalty >= 0 && Double.isFinite(lengthPenalty))) {
      throw new IllegalArgumentException(
          "beam-search.lengthPenalty is " + lengthPenalty + ": it must be at least 0, as 0.6");
    }
  }

  /** Takes the most likely token at every step. */
  public static BeamSearch greedy(int begin, int end, int maxTokens) {
    return new BeamSearch(1, begin, end, maxTokens, 0);
  }

  /** By which answers are compared. */
  double score(double logLikelihood, int length) {
    return logLikelihood / Math.pow((5 + length) / 6.0, lengthPenalty);
  }
}

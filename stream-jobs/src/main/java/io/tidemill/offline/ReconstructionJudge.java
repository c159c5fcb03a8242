package io.tidemill.offline;

import io.tidemill.evaluate.Ranking;
import io.tidemill.math.Matrix;
import java.util.LinkedHashMap;
import java.util.Map;

/** Of an autoencoder: how far what comes out is from what went in, and whether that tells marks. */
final class ReconstructionJudge implements Judge {
  private final Rows rows;
  private final Ranking ranking = new Ranking();
  private long answers;
  private double squares;
  private long marked;
  private long unmarked;

  ReconstructionJudge(Rows rows) {
    this.rows = rows;
  }

  /** The mean square of the differences of a row. */
  static double score(Matrix x, Matrix y, int i) {
    double sum = 0;
    for (int column = 0; column < y.columns(); column++) {
      double error = y.data()[y.offset(i) + column] - x.data()[x.offset(i) + column];
      sum += error * error;
    }
    return sum / y.columns();
  }

  @Override
  public void answered(int key, int row, double[] observed, int at, Matrix x, Matrix y, int i) {
    double score = score(x, y, i);
    answers++;
    squares += score;
    double mark = rows.mark(key, row);
    if (!Double.isNaN(mark)) {
      ranking.add((float) score, mark > 0.5);
      marked += mark > 0.5 ? 1 : 0;
      unmarked += mark > 0.5 ? 0 : 1;
    }
  }

  @Override
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("examples", (double) answers);
    metrics.put("mean squared error", squares / answers);
    if (marked + unmarked > 0) {
      metrics.put("share that is marked", (double) marked / (marked + unmarked));
      metrics.put("ROC AUC", ranking.rocAuc());
      metrics.put("PR AUC", ranking.prAuc());
    }
    return metrics;
  }
}

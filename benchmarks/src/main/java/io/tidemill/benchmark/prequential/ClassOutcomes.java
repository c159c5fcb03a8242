package io.tidemill.benchmark.prequential;

import io.tidemill.online.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Of classes: 1 where the likeliest one was wrong, and the log-loss. */
final class ClassOutcomes implements Outcomes {
  private static final double LEAST = 1e-15; // of a probability

  private final DoubleStream.Builder errors = DoubleStream.builder();
  private final DoubleStream.Builder losses = DoubleStream.builder();

  @Override
  public void answered(Answer answer) {
    double actual = answer.actual()[0];
    if (Double.isNaN(actual)) {
      errors.add(Double.NaN);
      losses.add(Double.NaN);
      return;
    }
    double[] said = answer.said();
    int likeliest = 0;
    for (int k = 1; k < said.length; k++) {
      likeliest = said[k] > said[likeliest] ? k : likeliest;
    }
    errors.add(likeliest == (int) actual ? 0 : 1);
    losses.add(-Math.log(Math.max(said[(int) actual], LEAST)));
  }

  @Override
  public Map<String, double[]> losses() {
    Map<String, double[]> all = new LinkedHashMap<>();
    all.put("accuracy", errors.build().toArray());
    all.put("logLoss", losses.build().toArray());
    return all;
  }
}

package io.tidemill.local;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Shares of events whose class was answered rightly, over the same events; NaN: none had a label.
 *
 * @param online by the model
 * @param noChange by the last known class of the key
 * @param majority by the commonest class so far
 */
public record ClassAgreement(double online, double noChange, double majority) implements Quality {

  static ClassAgreement of(long labelled, long right, long unchanged, long commonest) {
    double all = labelled;
    return new ClassAgreement(right / all, unchanged / all, commonest / all);
  }

  @Override
  public String title() {
    return "accuracy";
  }

  @Override
  public Map<String, Double> naives() {
    Map<String, Double> naives = new LinkedHashMap<>();
    naives.put("no change", noChange);
    naives.put("majority", majority);
    return naives;
  }

  @Override
  public double ratio() {
    return (1 - online) / (1 - Math.max(noChange, majority));
  }

  @Override
  public Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("accuracy", online);
    figures.put("accuracyNoChange", noChange);
    figures.put("accuracyMajority", majority);
    return figures;
  }
}

package io.tidemill.prequential;

import io.tidemill.evaluate.ClassTally;
import io.tidemill.evaluate.ForecastTally;
import io.tidemill.feature.Classification;
import io.tidemill.feature.Forecast;
import io.tidemill.loss.Loss;
import io.tidemill.math.Matrix;
import io.tidemill.snapshot.ModelSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What answers are measured by, by the task. Its sums and what it has to know of the past are
 * arrays that the caller keeps; zeros: nothing counted, nothing known. Confined to one thread.
 *
 * <p>{@link #look} is called once for an outcome, then {@link #add} for every sum it belongs to,
 * then {@link #learn}.
 */
sealed interface Yardstick {

  static Yardstick of(ModelSpec spec, Loss loss) {
    if (spec.task() instanceof Forecast forecast) {
      return new OfForecasts(forecast, loss);
    } else if (spec.task() instanceof Classification classification) {
      return new OfClasses(new ClassTally(classification.classes().size()));
    }
    return new OfRebuilt();
  }

  /** Doubles of the past. */
  int pastSize();

  /** Doubles of a sum, the first of which is the weight of what was judged. */
  int sumSize();

  /**
   * Looks at an outcome.
   *
   * @param noChange the class of the key that was known last when it was answered; -1: none
   * @return whether there is something to judge
   */
  boolean look(Judgement judgement, int noChange, double[] past);

  /** Adds the outcome that was looked at. */
  void add(double weight, double[] sum);

  /** Lets the outcome that was looked at be part of the past. */
  void learn(Judgement judgement, double[] past);

  /** The figures of a sum by name; NaN: cannot be told. */
  Map<String, Double> figures(double[] sum);

  /** Those of its parts, where it has some. */
  default Map<String, Double> parts(double[] sum) {
    return Map.of();
  }

  /** The past is how often each class was known. */
  final class OfClasses implements Yardstick {
    private final ClassTally tally;
    private double[] said = {};
    private int actual;
    private int noChange;
    private int commonest;

    OfClasses(ClassTally tally) {
      this.tally = tally;
    }

    @Override
    public int pastSize() {
      return tally.classes();
    }

    @Override
    public int sumSize() {
      return tally.stateSize();
    }

    @Override
    public boolean look(Judgement judgement, int noChange, double[] past) {
      said = judgement.said();
      actual = (int) judgement.actual()[0];
      this.noChange = noChange;
      commonest = ClassTally.likeliest(past);
      return said.length == tally.classes();
    }

    @Override
    public void add(double weight, double[] sum) {
      tally.add(said, actual, noChange, commonest, weight, sum, 0);
    }

    @Override
    public void learn(Judgement judgement, double[] past) {
      past[actual]++;
    }

    @Override
    public Map<String, Double> figures(double[] sum) {
      Map<String, Double> figures = tally.figures(sum, 0);
      figures.put("loss", figures.remove("logLoss"));
      return figures;
    }
  }

  /** The past is count, mean and sum of squared distances of each target: its deviation. */
  final class OfForecasts implements Yardstick {
    private static final int MOMENTS = 3;
    private static final int HEAD = 4; // rows, loss, loss of the last value, weight of both

    private final ForecastTally tally;
    private final int horizons;
    private final Loss loss;
    private final Matrix errors;
    private final Matrix nothing;
    private final Matrix known;
    private final Matrix gradient;
    private Judgement judgement;
    private double forecastLoss;
    private double lastLoss;
    private double terms;

    @SuppressWarnings("NullAway") // look() comes before add()
    OfForecasts(Forecast forecast, Loss loss) {
      tally = new ForecastTally(forecast.targets(), forecast.horizons());
      horizons = forecast.horizons().size();
      this.loss = loss;
      int outputs = forecast.outputSize();
      errors = new Matrix(1, outputs);
      nothing = new Matrix(1, outputs);
      known = new Matrix(1, outputs);
      gradient = new Matrix(1, outputs);
      List.of(errors, nothing, known, gradient).forEach(matrix -> matrix.resize(1));
    }

    @Override
    public int pastSize() {
      return tally.targets().size() * MOMENTS;
    }

    @Override
    public int sumSize() {
      return HEAD + tally.stateSize();
    }

    @Override
    public boolean look(Judgement judgement, int noChange, double[] past) {
      this.judgement = judgement;
      boolean any = false;
      for (int output = 0; output < errors.columns(); output++) {
        any |= isKnown(output);
      }
      terms = 0;
      forecastLoss = loss(judgement.said(), past);
      lastLoss = loss(judgement.last(), past);
      return any;
    }

    private boolean isKnown(int output) {
      return !Double.isNaN(
          judgement.actual()[output / horizons]
              + judgement.said()[output]
              + judgement.last()[output]);
    }

    /** What the pipeline's loss says of errors in deviations of the target until now. */
    private double loss(double[] said, double[] past) {
      terms = 0;
      for (int output = 0; output < errors.columns(); output++) {
        int at = output / horizons * MOMENTS;
        double deviation = Math.sqrt(past[at + 2] / past[at]);
        double error = (said[output] - judgement.actual()[output / horizons]) / deviation;
        boolean counts = isKnown(output) && deviation > 0 && Float.isFinite((float) error);
        errors.data()[output] = counts ? (float) error : 0;
        known.data()[output] = counts ? 1 : 0;
        terms += counts ? 1 : 0;
      }
      return terms == 0 ? 0 : loss.gradient(errors, nothing, known, 1, gradient);
    }

    @Override
    public void add(double weight, double[] sum) {
      sum[0] += weight;
      sum[1] += weight * forecastLoss;
      sum[2] += weight * lastLoss;
      sum[3] += weight * terms;
      for (int output = 0; output < errors.columns(); output++) {
        if (isKnown(output)) {
          double actual = judgement.actual()[output / horizons];
          double said = judgement.said()[output];
          tally.add(output, actual, said, judgement.last()[output], weight, sum, HEAD);
        }
      }
    }

    @Override
    public void learn(Judgement judgement, double[] past) {
      for (int target = 0; target < judgement.actual().length; target++) {
        double value = judgement.actual()[target];
        if (!Double.isNaN(value)) {
          int at = target * MOMENTS;
          past[at]++;
          double distance = value - past[at + 1];
          past[at + 1] += distance / past[at];
          past[at + 2] += distance * (value - past[at + 1]);
        }
      }
    }

    @Override
    public Map<String, Double> figures(double[] sum) {
      Map<String, Double> figures = tally.figures(sum, HEAD);
      figures.put("loss", sum[1] / sum[3]);
      figures.put("lossNoChange", sum[2] / sum[3]);
      return figures;
    }

    @Override
    public Map<String, Double> parts(double[] sum) {
      return tally.parts(sum, HEAD);
    }
  }

  /** The mean square of the differences, as the network sees its inputs. */
  final class OfRebuilt implements Yardstick {
    private double loss;

    @Override
    public int pastSize() {
      return 0;
    }

    @Override
    public int sumSize() {
      return 2;
    }

    @Override
    public boolean look(Judgement judgement, int noChange, double[] past) {
      loss = judgement.said().length == 1 ? judgement.said()[0] : Double.NaN;
      return Double.isFinite(loss);
    }

    @Override
    public void add(double weight, double[] sum) {
      sum[0] += weight;
      sum[1] += weight * loss;
    }

    @Override
    public void learn(Judgement judgement, double[] past) {}

    @Override
    public Map<String, Double> figures(double[] sum) {
      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put("loss", sum[1] / sum[0]);
      return figures;
    }
  }
}

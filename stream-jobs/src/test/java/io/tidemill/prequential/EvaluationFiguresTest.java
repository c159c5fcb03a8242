package io.tidemill.prequential;

import static io.tidemill.prequential.TestingJudgements.MINUTE;
import static io.tidemill.prequential.TestingJudgements.labelled;
import static io.tidemill.prequential.TestingJudgements.shuffled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.evaluate.Calibration;
import io.tidemill.evaluate.ClassTally;
import io.tidemill.evaluate.Classification;
import io.tidemill.evaluate.Kappa;
import io.tidemill.evaluate.Ranking;
import io.tidemill.evaluate.Regression;
import io.tidemill.feature.Forecast;
import io.tidemill.loss.AbsoluteError;
import io.tidemill.pipeline.Evaluate;
import io.tidemill.prequential.Evaluation.Report;
import io.tidemill.snapshot.ModelVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The figures of reports, each counted another way. */
class EvaluationFiguresTest {
  private static final long HOUR = 60 * MINUTE;
  private static final double FADE = 0.98;

  /** Counted another way: by ND4J and by keeping every score, from all that is in the window. */
  @Test
  void aWindowIsWhatItsEventsWereAnswered() throws Exception {
    List<Judgement> judgements = labelled(1500, 3 * HOUR, 1);
    List<Report> reports = played(3 * HOUR, FADE, shuffled(judgements, 2));
    assertThat(reports).hasSize(25).extracting(Report::segment).containsOnly("");

    List<Judgement> inOrder = judgements.stream().sorted(Judgement.ORDER).toList();
    for (Report report : reports) {
      long start = Objects.requireNonNull(report.start());
      TestingMemory memory = new TestingMemory();
      long[] seen = new long[2];
      Classification counted = new Classification(2);
      Calibration calibration = new Calibration(15);
      Ranking ranking = new Ranking();
      double unchanged = 0;
      double commonest = 0;
      double unscored = 0;
      double outOfOrder = 0;
      for (Judgement of : inOrder) {
        int actual = (int) of.actual()[0];
        if (of.time() >= start && of.time() < start + HOUR) {
          unscored += of.unscored() ? 1 : 0;
          outOfOrder += of.outOfOrder() ? 1 : 0;
          if (!of.unscored()) {
            float[] p = {(float) of.said()[0], (float) of.said()[1]};
            counted.add(p, 0, actual);
            int predicted = p[1] > p[0] ? 1 : 0;
            calibration.add(p[predicted], predicted == actual);
            ranking.add(p[1], actual == 1);
            unchanged += memory.noChange(of) == actual ? 1 : 0;
            commonest += (seen[1] > seen[0] ? 1 : 0) == actual ? 1 : 0;
          }
        }
        seen[actual]++;
        memory.known(of);
      }
      double rows = counted.examples();
      Map<String, Double> expected = new HashMap<>();
      expected.put("rows", rows);
      expected.put("unscored", unscored);
      expected.put("outOfOrder", outOfOrder);
      expected.put("late", 0.0);
      expected.put("accuracy", counted.accuracy());
      expected.put("accuracyNoChange", unchanged / rows);
      expected.put("accuracyMajority", commonest / rows);
      expected.put("kappa", Kappa.of(counted.accuracy(), Kappa.byChance(counted.confusion())));
      expected.put("kappaTemporal", Kappa.of(counted.accuracy(), unchanged / rows));
      expected.put("kappaMajority", Kappa.of(counted.accuracy(), commonest / rows));
      expected.put("loss", counted.logLoss());
      expected.put("precision", counted.precision());
      expected.put("recall", counted.recall());
      expected.put("f1", counted.f1());
      expected.put("calibrationError", calibration.expectedError());
      expected.forEach(
          (name, value) ->
              assertThat(report.values().get(name)).as(name).isCloseTo(value, within(1e-6)));
      assertThat(report.values().get("auc")).isCloseTo(ranking.rocAuc(), within(0.02));
      assertThat(rows + unscored).isEqualTo(60);
    }
    assertThat(reports.get(3).versions())
        .isEqualTo(new Versions(new ModelVersion(1, 13), new ModelVersion(1, 14)));
  }

  /** By the sums of their definition, from the beginning. */
  @Test
  void whatFadesCountsForLessByAPowerOfItsAge() throws Exception {
    for (double fade : new double[] {FADE, 0.5}) { // the latter outgrows a double's range
      List<Judgement> judgements = labelled(1500, 0, 3);
      List<Report> reports = played(0, fade, judgements);
      double weight = 0;
      double right = 0;
      double loss = 0;
      for (Judgement of : judgements) {
        if (!of.unscored()) {
          int actual = (int) of.actual()[0];
          weight = fade * weight + 1;
          right = fade * right + (of.said()[actual] > 0.5 ? 1 : 0);
          loss = fade * loss - Math.log(of.said()[actual]);
        }
      }
      Map<String, Double> last = reports.get(reports.size() - 1).values();
      assertThat(last.get("fadedRows")).isCloseTo(weight, within(1e-9 * weight));
      assertThat(last.get("fadedAccuracy")).isCloseTo(right / weight, within(1e-9));
      assertThat(last.get("fadedLoss")).isCloseTo(loss / weight, within(1e-9));
      assertThat(last).containsKeys("fadedKappaTemporal", "fadedF1", "fadedAccuracyMajority");
    }
  }

  /** Two targets one and three steps ahead; measured by ND4J, and the loss by its definition. */
  @Test
  void forecastsAreMeasuredBesideTheLastValue() throws Exception {
    Forecast task = new Forecast(List.of("flow", "level"), List.of(1, 3), Forecast.Base.LAST);
    Evaluate settings = new Evaluate(Duration.ofMillis(HOUR), FADE, List.of(), 10);
    Evaluation evaluation =
        new Evaluation(new Yardstick.OfForecasts(task, new AbsoluteError()), settings, 0, "f");
    Random random = new Random(8);
    Regression all = new Regression();
    Regression naive = new Regression();
    Regression threeAhead = new Regression();
    List<List<Double>> past = List.of(new ArrayList<>(), new ArrayList<>());
    double loss = 0;
    double terms = 0;
    for (int i = 0; i < 60; i++) {
      double[] actual = {
        random.nextGaussian(), i % 5 == 0 ? Double.NaN : 9 * random.nextGaussian()
      };
      double[] said = new double[4];
      double[] last = new double[4];
      for (int output = 0; output < 4; output++) {
        double value = actual[output / 2];
        said[output] = i < 3 && output % 2 == 1 ? Double.NaN : value + 0.1 * random.nextGaussian();
        last[output] = value + random.nextGaussian();
        if (!Double.isNaN(value + said[output])) {
          all.add(value, said[output]);
          naive.add(value, last[output]);
          if (output % 2 == 1) {
            threeAhead.add(value, said[output]);
          }
          double deviation = deviation(past.get(output / 2));
          if (deviation > 0) {
            loss += Math.abs(said[output] - value) / deviation;
            terms++;
          }
        }
      }
      for (int target = 0; target < 2; target++) {
        if (!Double.isNaN(actual[target])) {
          past.get(target).add(actual[target]);
        }
      }
      evaluation.accept(
          new Judgement(
              "k",
              "e" + i,
              i * MINUTE,
              i * MINUTE,
              i == 59,
              false,
              Versions.NONE,
              actual,
              said,
              last));
    }
    List<Report> reports = new ArrayList<>();
    evaluation.advance(Long.MAX_VALUE, new TestingMemory(), reports::add);
    Map<String, Double> values = reports.get(0).values();

    assertThat(values.get("rows")).isEqualTo(60);
    assertThat(values.get("unscored")).isEqualTo(1);
    assertClose(values.get("mae"), all.meanAbsoluteError());
    assertClose(values.get("rmse"), all.rootMeanSquaredError());
    assertClose(values.get("smape"), all.symmetricError());
    assertClose(values.get("maeNoChange"), naive.meanAbsoluteError());
    assertClose(values.get("mae@3"), threeAhead.meanAbsoluteError());
    assertThat(values).containsKeys("rmse@1", "mae.level", "lossNoChange", "fadedMae");
    assertThat(values.get("loss")).isCloseTo(loss / terms, within(1e-6));
    assertThat(values.get("loss")).isLessThan(values.getOrDefault("lossNoChange", 0.0));
  }

  private static double deviation(List<Double> values) {
    double mean = values.stream().mapToDouble(it -> it).average().orElse(0);
    return Math.sqrt(
        values.stream().mapToDouble(it -> (it - mean) * (it - mean)).average().orElse(0));
  }

  private static void assertClose(@Nullable Double found, double expected) {
    assertThat(found).isCloseTo(expected, within(1e-9));
  }

  @Test
  void whatIsRebuiltHasItsMeanSquareError() throws Exception {
    Evaluation evaluation =
        new Evaluation(new Yardstick.OfRebuilt(), Evaluate.STANDARD, 0, "rebuilt");
    double[][] said = {{0.5}, {1.5}, {}, {Double.POSITIVE_INFINITY}};
    for (int i = 0; i < said.length; i++) {
      evaluation.accept(
          new Judgement(
              "k",
              "" + i,
              i,
              i,
              said[i].length == 0,
              false,
              Versions.NONE,
              new double[0],
              said[i],
              new double[0]));
    }
    List<Report> reports = new ArrayList<>();
    evaluation.advance(Long.MAX_VALUE, new TestingMemory(), reports::add);
    assertThat(reports.get(0).values())
        .containsEntry("rows", 2.0)
        .containsEntry("loss", 1.0)
        .containsEntry("unscored", 1.0);
  }

  private static List<Report> played(long delay, double fade, List<Judgement> judgements)
      throws Exception {
    Evaluation evaluation =
        new Evaluation(
            new Yardstick.OfClasses(new ClassTally(2)),
            new Evaluate(Duration.ofMillis(HOUR), fade, List.of(), 100),
            delay,
            "classes");
    List<Report> reports = new ArrayList<>();
    judgements.forEach(evaluation::accept);
    evaluation.advance(Long.MAX_VALUE, new TestingMemory(), reports::add);
    return reports;
  }
}

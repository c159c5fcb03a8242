package io.tidemill.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemill.local.EmbeddedBroker;
import io.tidemill.schema.message.DeadLetter;
import io.tidemill.schema.message.MetricsKind;
import io.tidemill.schema.message.ModelMetrics;
import io.tidemill.schema.message.Output;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.PredictionStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Test;

/** Events are classified by what a topic of labels says, hours later, of earlier ones. */
class LabelledStreamITCase {
  private static final int PAYMENTS = 20_000;
  private static final Path DIRECTORY = Project.scratch(LabelledStreamITCase.class);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Test
  void paymentsAreToldByTheVerdictsThatComeLater() throws Exception {
    Path payments = DIRECTORY.resolve("payments.csv");
    Path verdicts = DIRECTORY.resolve("verdicts.csv");
    ChildProcess.start(
            "awk",
            List.of(
                "awk",
                "-f",
                TidemillCommand.shipped("payments.awk").toString(),
                "-v",
                "out=" + payments,
                "-v",
                "verdicts=" + verdicts),
            Map.of(),
            DIRECTORY.resolve("awk.log"))
        .join(PATIENCE);
    String unknown = "nobodys-payment,ok,1767312000\n";
    String nameless = ",ok,1767312000\n";
    Files.writeString(verdicts, unknown + nameless, StandardOpenOption.APPEND);

    try (EmbeddedBroker broker = EmbeddedBroker.start(DIRECTORY.resolve("broker"))) {
      String kafka = broker.bootstrapServers();
      JsonNode summary =
          TidemillCommand.json(
              DIRECTORY.resolve("run.log"),
              PATIENCE,
              List.of(
                  "run",
                  TidemillCommand.shipped("payments.yaml").toString(),
                  "--kafka",
                  kafka,
                  "--replay",
                  payments.toString(),
                  "--labels",
                  verdicts.toString(),
                  "--json"));

      assertThat(summary.get("events").intValue()).isEqualTo(PAYMENTS);
      assertThat(summary.get("deadLetters").intValue()).isZero();
      assertThat(summary.get("accuracy").doubleValue())
          .isGreaterThan(0.97)
          .isGreaterThan(summary.get("accuracyMajority").doubleValue() + 0.05);
      assertEveryPaymentHasAnAnswer(kafka);
      assertWhatCannotBeLearnedIsTold(kafka);
      assertWindowsAreJudgedByTheAnswersInService(kafka, Verdicts.of(payments, verdicts));
    }
  }

  private static void assertEveryPaymentHasAnAnswer(String kafka) {
    try (TopicReader<Prediction> reader =
        TopicReader.of(
            kafka, "payments.predictions", Prediction.class, IsolationLevel.READ_COMMITTED)) {
      List<Prediction> predictions = reader.read();
      assertThat(predictions.stream().map(Prediction::getEventId).distinct()).hasSize(PAYMENTS);
      assertThat(predictions)
          .filteredOn(prediction -> prediction.getStatus() == PredictionStatus.PREDICTED)
          .extracting(Prediction::getClass$)
          .containsOnly("honest", "fraud")
          .contains("fraud");
    }
  }

  private static void assertWhatCannotBeLearnedIsTold(String kafka) {
    try (TopicReader<DeadLetter> reader =
        TopicReader.of(
            kafka, "payments.dead-letters", DeadLetter.class, IsolationLevel.READ_COMMITTED)) {
      assertThat(reader.read())
          .singleElement()
          .satisfies(letter -> assertThat(letter.getTopic()).isEqualTo("verdicts"))
          .satisfies(letter -> assertThat(letter.getMessage()).contains("the key id is absent"));
    }
    try (TopicReader<ModelMetrics> reader =
        TopicReader.of(
            kafka, "payments.model-metrics", ModelMetrics.class, IsolationLevel.READ_COMMITTED)) {
      List<ModelMetrics> told =
          reader.read().stream().filter(line -> line.getKind() == MetricsKind.IGNORED).toList();
      assertThat(told).isNotEmpty();
      Map<String, Double> last = told.get(told.size() - 1).getValues();
      assertThat(last.get("unlabelled")).as("a tenth of the first week's").isGreaterThan(100);
    }
  }

  /** Every window's figures, from what is on the topics and in the files. */
  private static void assertWindowsAreJudgedByTheAnswersInService(String kafka, Verdicts verdicts) {
    List<ModelMetrics> windows;
    try (TopicReader<ModelMetrics> reader =
        TopicReader.of(
            kafka, "payments.model-metrics", ModelMetrics.class, IsolationLevel.READ_COMMITTED)) {
      windows =
          reader.read().stream()
              .filter(line -> line.getKind() == MetricsKind.EVALUATED)
              .filter(line -> line.getWindowStart() != null)
              .toList();
    }
    assertThat(windows).as("windows of an hour in the first of two weeks").hasSizeBetween(24, 170);
    try (TopicReader<Prediction> reader =
        TopicReader.of(
            kafka, "payments.predictions", Prediction.class, IsolationLevel.READ_COMMITTED)) {
      List<Prediction> predictions = reader.read();
      double learned = 0;
      for (ModelMetrics window : windows) {
        List<Prediction> within =
            predictions.stream()
                .filter(it -> it.getTime() >= window.getWindowStart())
                .filter(it -> it.getTime() < window.getWindowEnd())
                .toList();
        learned += assertJudged(window, within, verdicts);
      }
      assertThat(learned).as("windows that a model answered in").isGreaterThan(10);
    }
  }

  /** Returns 1 where there was something to judge, else 0. */
  private static int assertJudged(
      ModelMetrics window, List<Prediction> predictions, Verdicts verdicts) {
    double rows = 0;
    double right = 0;
    double loss = 0;
    double unchanged = 0;
    double unscored = 0;
    for (Prediction prediction : predictions) {
      String verdict = verdicts.of(prediction.getEventId());
      if (verdict == null || prediction.getStatus() == PredictionStatus.UNSCORED) {
        unscored += verdict == null ? 0 : 1;
        continue;
      }
      rows++;
      right += verdict.equals(prediction.getClass$()) ? 1 : 0;
      unchanged +=
          verdict.equals(verdicts.lastKnown(prediction.getKey(), prediction.getTime())) ? 1 : 0;
      double of =
          prediction.getOutputs().stream()
              .filter(output -> verdict.equals(output.getClass$()))
              .mapToDouble(Output::getValue)
              .sum();
      loss -= Math.log(Math.max(of, 1e-15));
    }
    Map<String, Double> values = window.getValues();
    assertThat(values).containsEntry("rows", rows).containsEntry("unscored", unscored);
    if (rows == 0) {
      return 0;
    }
    assertThat(values.get("accuracy")).isCloseTo(right / rows, within(1e-12));
    assertThat(values.get("loss")).isCloseTo(loss / rows, within(1e-9));
    assertThat(values.get("accuracyNoChange"))
        .as("but for verdicts that came late")
        .isCloseTo(unchanged / rows, within(0.1));
    return 1;
  }
}

package io.tidemill.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemill.local.EmbeddedBroker;
import io.tidemill.schema.message.DeadLetter;
import io.tidemill.schema.message.MetricsKind;
import io.tidemill.schema.message.ModelMetrics;
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
}

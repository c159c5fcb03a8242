package io.tidemill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.feature.Field;
import io.tidemill.feature.FieldForm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Labels that come by a topic of their own. */
class LabelsTest {
  private static final String PAYMENTS =
      """
      name: payments
      events: {topic: payments, key: account, id: payment, time: {field: at}}
      features: [{number: amount}]
      model: {task: classify, label: fraud, classes: {"no": honest, "*": fraud}, layers: [dense]}
      labels:
        topic: outcomes
        id: payment
        field: verdict
        time: {field: decided, format: epoch-ms}
        out-of-orderness: 10s
        wait: 30d
        most: 5000
      """;

  private static Labels labels(String text) {
    return Objects.requireNonNull(PipelineFile.parse("payments.yaml", text).labels());
  }

  @Test
  void aLabelIsReadAsARecordWhoseKeyNamesTheEvent() {
    Labels labels = labels(PAYMENTS);
    assertThat(labels.match()).isEqualTo(Labels.Match.ID);
    assertThat(labels.patience()).isEqualTo(Duration.ofDays(30));
    assertThat(labels.most()).isEqualTo(5000);
    Events records = labels.records();
    assertThat(records.topic()).isEqualTo("outcomes");
    assertThat(records.key()).isEqualTo(new EventKey.Field("payment"));
    assertThat(records.time())
        .isEqualTo(new EventTime.Field("decided", new TimeFormat.EpochMillis()));
    assertThat(records.outOfOrderness()).isEqualTo(Duration.ofSeconds(10));
    assertThat(records.fields())
        .isEqualTo(
            List.of(
                new Field(
                    "verdict",
                    new FieldForm.Symbol(
                        List.of("honest", "fraud"), Map.of("no", "honest", "*", "fraud")))));
  }

  @Test
  void withoutMoreWordsTheFieldIsCalledAsTheLabelAndTheTimeIsTheRecords() {
    Labels labels = labels(PAYMENTS.replaceAll("(?s)  field: verdict.*", ""));
    assertThat(labels.records().fields().get(0).name()).isEqualTo("fraud");
    assertThat(labels.records().time()).isEqualTo(new EventTime.OfRecord());
  }

  @Test
  void keyAndTimeMatchInPlaceOfAnId() {
    Labels labels = labels(PAYMENTS.replace("id: payment\n", "key: account\n"));
    assertThat(labels.match()).isEqualTo(Labels.Match.KEY_AND_TIME);
    assertThat(labels.records().key()).isEqualTo(new EventKey.Field("account"));
    assertThat(labels.match().ofEvent("a", "b", 5)).isEqualTo("b@5");
  }

  @Test
  void theColumnsOfEventsNeedNotHaveIt() {
    Pipeline pipeline =
        PipelineFile.parse(
            "payments.yaml",
            PAYMENTS.replace(
                "key: account,",
                "format: csv, csv: {columns: [account, payment, at, amount]}, key: account,"));
    assertThat(pipeline.labels()).isNotNull();
  }

  /** One change and the problem that it makes. */
  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          id: payment\\n  field | field | labels: 'id' is missing: the field that names the event
          id: payment\\n  field | id: payment\\n  key: account\\n  field | labels.key: a label names its event by id or by key and time, not by both
          id: payment, | '' | labels: name events by their id, but events have none: say events.id
          topic: outcomes | topic: outcomes\\n  format: avro | labels.format: the avro envelope carries no labels
          topic: outcomes | topic: outcomes\\n  format: csv | labels: 'csv' is missing
          topic: outcomes | topic: outcomes\\n  format: csv\\n  csv: {columns: [payment, decided]} | labels: unknown csv column 'verdict'
          topic: outcomes | topic: outcomes\\n  format: csv\\n  csv: {columns: [payments, decided, verdict]} | labels.id: unknown column 'payment', did you mean 'payments'?
          layers: [dense]} | layers: [dense], past-labels: {}} | labels: events do not have them when they are answered
          wait: 30d | wait: 0s | labels.wait: must be a duration of at least 1ms
          topic: outcomes | topik: outcomes | labels: unknown key 'topik', did you mean 'topic'?
          """)
  void saysWhatDoesNotGo(String good, String bad, String problem) {
    String text = PAYMENTS.replace(good.replace("\\n", "\n"), bad.replace("\\n", "\n"));
    assertThat(text).isNotEqualTo(PAYMENTS);
    assertThatThrownBy(() -> PipelineFile.parse("payments.yaml", text))
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void aForecastHasNoLabels() {
    assertThatThrownBy(
            () ->
                PipelineFile.parse(
                    "payments.yaml",
                    PAYMENTS.replaceAll("model: .*", "model: {target: amount, layers: [dense]}")))
        .hasMessageContaining("labels: only go with task: classify");
  }
}

package io.tidemill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.anomaly.BudgetThreshold;
import io.tidemill.anomaly.FixedThreshold;
import io.tidemill.anomaly.IncidentPolicy;
import io.tidemill.anomaly.ResidualScorer;
import io.tidemill.anomaly.SurpriseThreshold;
import io.tidemill.augment.Jitter;
import io.tidemill.drift.Adwin;
import io.tidemill.ensemble.Halving;
import io.tidemill.feature.ClockFeature;
import io.tidemill.feature.ClockPart;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Field;
import io.tidemill.feature.Forecast;
import io.tidemill.feature.Missing;
import io.tidemill.feature.NumberFeature;
import io.tidemill.feature.Scale;
import io.tidemill.layer.Activation;
import io.tidemill.layer.BatchNorm;
import io.tidemill.layer.Dense;
import io.tidemill.layer.Dropout;
import io.tidemill.layer.Gru;
import io.tidemill.layer.LayerNorm;
import io.tidemill.layer.Lstm;
import io.tidemill.layer.Residual;
import io.tidemill.layer.SimpleRnn;
import io.tidemill.layer.Softmax;
import io.tidemill.loss.Huber;
import io.tidemill.loss.SquaredError;
import io.tidemill.network.Initializer;
import io.tidemill.network.Network;
import io.tidemill.optimizer.Adam;
import io.tidemill.optimizer.L1;
import io.tidemill.optimizer.L2;
import io.tidemill.schedule.Cosine;
import io.tidemill.schedule.WarmUp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineFileTest {

  private static final long DAY = Duration.ofDays(1).toMillis();

  @Test
  void readsEveryKey() {
    Pipeline pipeline = PipelineFile.parse("complete.yaml", TestingPipelines.COMPLETE);

    ZoneId berlin = ZoneId.of("Europe/Berlin");
    assertThat(pipeline.name()).isEqualTo("complete");
    assertThat(pipeline.events())
        .isEqualTo(
            new Events(
                "rides",
                Format.CSV,
                new EventKey.Field("zone"),
                new EventTime.Field("at", new TimeFormat.Iso(berlin)),
                "id",
                new Csv(List.of("zone", "at", "id", "count", "fare"), ';'),
                List.of(Field.number("count"), Field.number("fare")),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                null));
    assertThat(pipeline.features().featurizers())
        .containsExactly(
            new NumberFeature("count", Missing.PREDICT, Scale.MIN_MAX, 500),
            new NumberFeature("fare", Missing.PREDICT, Scale.MIN_MAX, 500),
            new ClockFeature(ClockPart.HOUR_OF_DAY, "Europe/Berlin"),
            new ClockFeature(ClockPart.DAY_OF_WEEK, "Europe/Berlin"));
    assertThat(pipeline.model().network())
        .isEqualTo(Network.of(new Dense(8, 16), new Gru(16, 8), new Dense(8, 4)));
    assertThat(pipeline.model().task())
        .isEqualTo(new Forecast(List.of("count", "fare"), List.of(1, 3), Forecast.Base.MEAN));
    assertThat(pipeline.learn())
        .isEqualTo(
            new Learn(
                new Adam(0.01, 0.8, 0.99, 1e-7),
                new Huber(2.5),
                24,
                4,
                32,
                8,
                1000,
                Duration.ofMillis(250),
                0.9,
                5,
                42,
                new WarmUp(100, new Cosine(5000, 0.1)),
                List.of(new L1(1e-6), new L2(1e-4)),
                3,
                new Initializer.HeNormal(),
                new Augmentation(
                    List.of(), List.of(new Jitter(0.05), new io.tidemill.augment.Scale(0.1))),
                3,
                24,
                new Drift(
                    new Adwin(0.01, 8),
                    Drift.On.LOSS,
                    List.of(new Drift.ForgetBuffer(64), new Drift.RaiseRate(3, 100))),
                new Gate(10, 16, 0.2, false, 0.5, 0.4, new Gate.Return(0.3, 2, 1000)),
                Learn.Order.ARRIVAL));
    assertThat(pipeline.evaluate())
        .isEqualTo(
            new Evaluate(
                Duration.ofMinutes(30),
                0.99,
                List.of(new SegmentBy.Key(), new SegmentBy.Prefix("-")),
                20));
    League league = Objects.requireNonNull(pipeline.league());
    assertThat(league.combine()).isEqualTo(League.Combination.HEDGE);
    assertThat(league.halving()).isEqualTo(new Halving(2, 500, 1));
    assertThat(league.candidates()).hasSize(2);
    assertThat(league.candidates().get(0))
        .isEqualTo(new League.Candidate("own", pipeline.model(), pipeline.learn()));
    League.Candidate plain = league.candidates().get(1);
    assertThat(plain.name()).isEqualTo("plain");
    assertThat(plain.model().name()).isEqualTo("complete-plain");
    assertThat(plain.model().features())
        .isEqualTo(
            new FeatureSchema(
                List.of("count", "fare"),
                List.of(
                    new NumberFeature("count", Missing.LAST, Scale.STANDARD),
                    new NumberFeature("fare", Missing.LAST, Scale.STANDARD))));
    assertThat(plain.model().network()).isEqualTo(Network.of(new Dense(4, 4)));
    assertThat(plain.model().task()).isEqualTo(pipeline.model().task());
    assertThat(plain.learn().optimizer()).isEqualTo(new Adam(0.02));
    assertThat(plain.learn().batch()).isEqualTo(16);
    assertThat(plain.learn().replay()).as("as the pipeline's own").isEqualTo(1000);
    assertThat(pipeline.alerts())
        .isEqualTo(
            new Alerts(
                new ResidualScorer(2, 20, 300, 4),
                new BudgetThreshold(2, 7 * DAY),
                new SurpriseThreshold(1, 7 * DAY),
                Duration.ofHours(2),
                new IncidentPolicy(Duration.ofMinutes(30).toMillis())));
    assertThat(pipeline.execution())
        .isEqualTo(
            new Execution(
                Delivery.EXACTLY_ONCE,
                Duration.ofSeconds(2),
                StateBackend.ROCKSDB,
                4,
                64,
                Duration.ofMillis(10),
                Duration.ofDays(90),
                OutputFormat.JSON,
                false,
                new MaxAge(Duration.ofSeconds(30), MaxAge.Past.UNSCORED),
                ModelSignature.ED25519));
  }

  @Test
  void aLayerMayHoldAnotherThatSaysItsOwnSizes() {
    String layers =
        "[dense: 8, batch-norm, dropout: 0.2, "
            + "residual: {layer: {gru: {input-size: 8, hidden-size: 8}}}, dense]";
    Pipeline pipeline =
        PipelineFile.parse("p.yaml", TestingPipelines.SMALLEST.replace("[dense]", layers));

    assertThat(pipeline.model().network())
        .isEqualTo(
            Network.of(
                new Dense(2, 8),
                new BatchNorm(8),
                new Dropout(8, 0.2),
                new Residual(new Gru(8, 8)),
                new Dense(8, 1)));
  }

  @Test
  void hasDefaultsForAllThatIsLeftOut() {
    Pipeline pipeline = PipelineFile.parse("smallest.yaml", TestingPipelines.SMALLEST);

    assertThat(pipeline.events())
        .isEqualTo(
            new Events(
                "rides",
                Format.JSON,
                new EventKey.Field("zone"),
                new EventTime.Field("at", new TimeFormat.Iso(ZoneId.of("UTC"))),
                null,
                new Csv(List.of(), ','),
                List.of(Field.number("count")),
                Duration.ZERO,
                Duration.ofSeconds(5),
                null));
    assertThat(pipeline.features().featurizers())
        .containsExactly(new NumberFeature("count", Missing.LAST, Scale.STANDARD));
    assertThat(pipeline.model().network()).isEqualTo(Network.of(new Dense(2, 1)));
    assertThat(pipeline.model().task())
        .isEqualTo(new Forecast(List.of("count"), List.of(1), Forecast.Base.LAST));
    assertThat(pipeline.learn())
        .isEqualTo(
            new Learn(
                new Adam(0.001),
                new SquaredError(),
                32,
                0,
                32,
                32,
                0,
                Duration.ofSeconds(1),
                0.99,
                1,
                1));
    assertThat(pipeline.evaluate()).isEqualTo(Evaluate.STANDARD);
    assertThat(pipeline.alerts().any()).isFalse();
    assertThat(pipeline.execution())
        .isEqualTo(
            new Execution(
                Delivery.AT_LEAST_ONCE,
                Duration.ofSeconds(10),
                StateBackend.HEAP,
                1,
                256,
                Duration.ofMillis(5),
                null,
                OutputFormat.AVRO,
                true,
                null,
                null));
  }

  @Test
  void aLearnerIsRefusedWhatItCannotLearnFrom() {
    Pipeline silent =
        PipelineFile.parse(
            "p.yaml", TestingPipelines.SMALLEST + "execution: {served-features: false}\n");
    Pipeline learning = PipelineFile.parse("p.yaml", TestingPipelines.SMALLEST);

    assertThatThrownBy(silent::requireServedFeatures)
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("served-features: true");
    assertThatCode(learning::requireServedFeatures).doesNotThrowAnyException();
  }

  @Test
  void readsTheShortForms() {
    Alerts alerts = alerts("{threshold: {fixed: 8}, stuck: true}");
    assertThat(alerts.residual()).isEqualTo(new ResidualScorer(1));
    assertThat(alerts.threshold()).isEqualTo(new FixedThreshold(8));
    assertThat(alerts.stuck()).isEqualTo(new SurpriseThreshold(1, DAY));
    assertThat(alerts("{score: none}").any()).isFalse();
    assertThat(alerts("{score: residual, threshold: {budget: 1 per 180d}}").threshold())
        .isEqualTo(new BudgetThreshold(1, 180 * DAY));
    assertThat(time("record-timestamp")).isEqualTo(new EventTime.OfRecord());
    assertThat(time("{every: 5m, start: 2012-03-01T00:00Z}"))
        .isEqualTo(
            new EventTime.Every(Duration.ofMinutes(5), Instant.parse("2012-03-01T00:00:00Z")));
    assertThat(time("{field: t, format: epoch-s}"))
        .isEqualTo(new EventTime.Field("t", new TimeFormat.EpochSeconds()));
    assertThat(events("{topic: t, format: avro}").key()).isEqualTo(new EventKey.Field("key"));
    assertThat(events("{topic: t, format: avro}").time())
        .isEqualTo(new EventTime.Field("time", new TimeFormat.EpochMillis()));
    assertThat(events("{topic: t, key: {constant: all}, time: record-timestamp}").key())
        .isEqualTo(new EventKey.Constant("all"));
  }

  @Test
  void sizesOfLayersFollowFromThoseBefore() {
    String layers =
        "[gru: {hidden-size: 8, reset: before-product}, lstm: 6, simple-rnn: 4, layer-norm,"
            + " activation: leaky-relu, softmax, dense]";
    String text = TestingPipelines.SMALLEST.replace("[dense]", layers);
    assertThat(PipelineFile.parse("layers.yaml", text).model().network())
        .isEqualTo(
            Network.of(
                new Gru(2, 8, Gru.Reset.BEFORE_PRODUCT),
                new Lstm(8, 6),
                new SimpleRnn(6, 4),
                new LayerNorm(4),
                new Activation(4, Activation.Function.LEAKY_RELU),
                new Softmax(4),
                new Dense(4, 1)));
  }

  @Test
  void patternsReadDatesWithAndWithoutATime() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    assertThat(
            instant(new TimeFormat.Pattern("yyyy-MM-dd HH:mm:ss", berlin), "2026-07-01 12:30:15"))
        .isEqualTo(Instant.parse("2026-07-01T10:30:15Z"));
    assertThat(instant(new TimeFormat.Pattern("dd.MM.uuuu", berlin), "01.01.2026"))
        .isEqualTo(Instant.parse("2025-12-31T23:00:00Z"));
    assertThat(instant(new TimeFormat.Pattern("MM/dd/yyyy hh:mm a", berlin), "07/01/2026 01:05 PM"))
        .isEqualTo(Instant.parse("2026-07-01T11:05:00Z"));
    assertThat(instant(new TimeFormat.Pattern("yyyyMMdd'T'HHXXX", berlin), "20260701T05+05:00"))
        .isEqualTo(Instant.parse("2026-07-01T00:00:00Z"));
  }

  @Test
  void shipsItsTextAndIsReadAgainWhereItArrives() throws Exception {
    Pipeline pipeline = PipelineFile.parse("complete.yaml", TestingPipelines.COMPLETE);
    byte[] shipped = serialized(pipeline);

    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(shipped))) {
      assertThat(in.readObject()).isEqualTo(pipeline);
    }
    assertThat(new String(shipped, StandardCharsets.UTF_8))
        .contains("layers:")
        .doesNotContain("io.tidemill.layer");
  }

  @ParameterizedTest
  @MethodSource("io.tidemill.pipeline.TestingPipelines#shipped")
  void shippedFilesAreValid(Path file) {
    Pipeline pipeline = PipelineFile.read(file);

    assertThat(pipeline.name() + ".yaml").isEqualTo(file.getFileName().toString());
    assertThat(pipeline.model().network().parameters().size()).isPositive();
    if (pipeline.alerts().any()) { // what raises them is judged by what a key has been
      assertThat(pipeline.model().network().stateSize()).isPositive();
    }
  }

  private static byte[] serialized(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  private static Instant instant(TimeFormat.Pattern pattern, String text) {
    return Instant.from(pattern.formatter().parse(text));
  }

  private static Alerts alerts(String alerts) {
    return PipelineFile.parse("alerts", TestingPipelines.SMALLEST + "alerts: " + alerts + "\n")
        .alerts();
  }

  private static EventTime time(String time) {
    return events("{topic: t, key: k, time: " + time + "}").time();
  }

  private static Events events(String events) {
    return PipelineFile.parse(
            "events", TestingPipelines.SMALLEST.replaceFirst("events: .*", "events: " + events))
        .events();
  }
}

package io.tidemill.prequential;

import static io.tidemill.prequential.TestingJudgements.MINUTE;
import static io.tidemill.prequential.TestingJudgements.labelled;
import static io.tidemill.prequential.TestingJudgements.shuffled;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.evaluate.ClassTally;
import io.tidemill.pipeline.Evaluate;
import io.tidemill.pipeline.SegmentBy;
import io.tidemill.prequential.Evaluation.Report;
import io.tidemill.snapshot.ModelVersion;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final long HOUR = 60 * MINUTE;
  private static final double FADE = 0.98;

  private static Evaluation ofClasses(long delay, double fade, int most, SegmentBy... segments) {
    Evaluate settings = new Evaluate(Duration.ofMillis(HOUR), fade, List.of(segments), most);
    return new Evaluation(new Yardstick.OfClasses(new ClassTally(2)), settings, delay, "classes");
  }

  private static List<Report> played(Evaluation evaluation, List<Judgement> judgements)
      throws Exception {
    List<Report> reports = new ArrayList<>();
    judgements.forEach(evaluation::accept);
    evaluation.advance(Long.MAX_VALUE, new TestingMemory(), reports::add);
    return reports;
  }

  @Test
  void reportsDependNeitherOnArrivalNorOnWatermarks() throws Exception {
    List<Judgement> judgements = labelled(600, 2 * HOUR, 5);
    List<Report> expected = played(ofClasses(2 * HOUR, FADE, 100), judgements);
    Random random = new Random(6);
    for (int round = 0; round < 20; round++) {
      assertThat(inPieces(judgements, random, false)).isEqualTo(expected);
    }
  }

  @Test
  void aRestoredEvaluationGoesOnBitForBit() throws Exception {
    List<Judgement> judgements = labelled(600, 2 * HOUR, 5);
    List<Report> expected = played(ofClasses(2 * HOUR, FADE, 100), judgements);
    assertThat(inPieces(judgements, new Random(7), true)).isEqualTo(expected);
  }

  /** Gives each outcome before a watermark passes it; may save and restore at every one. */
  private static List<Report> inPieces(List<Judgement> judgements, Random random, boolean restored)
      throws Exception {
    Evaluation evaluation = ofClasses(2 * HOUR, FADE, 100);
    TestingMemory memory = new TestingMemory();
    List<Report> reports = new ArrayList<>();
    List<Judgement> left = new ArrayList<>(shuffled(judgements, random.nextLong()));
    for (long watermark = 0; !left.isEmpty(); watermark += random.nextInt((int) HOUR)) {
      long until = watermark;
      List<Judgement> given =
          left.stream().filter(of -> of.knownAt() <= until || random.nextInt(50) == 0).toList();
      given.forEach(evaluation::accept);
      left.removeAll(given);
      if (restored) {
        byte[] state = evaluation.state();
        evaluation = ofClasses(2 * HOUR, FADE, 100);
        assertThat(evaluation.restore(state)).isTrue();
        assertThat(evaluation.state()).isEqualTo(state);
      }
      evaluation.advance(watermark, memory, reports::add);
    }
    evaluation.advance(Long.MAX_VALUE, memory, reports::add);
    return reports;
  }

  @Test
  void aWindowIsReportedOnceItsOutcomesCannotComeAnyMore() throws Exception {
    Evaluation evaluation = ofClasses(HOUR, FADE, 100);
    List<Report> reports = new ArrayList<>();
    labelled(60, HOUR, 1).forEach(evaluation::accept);
    evaluation.advance(2 * HOUR - 2, new TestingMemory(), reports::add);
    assertThat(reports).isEmpty();
    evaluation.advance(2 * HOUR - 1, new TestingMemory(), reports::add);
    assertThat(reports).singleElement().satisfies(it -> assertThat(it.start()).isEqualTo(0));
  }

  @Test
  void outcomesAfterTheReportAreCountedAsLateAndFadeWithTheOthers() throws Exception {
    List<Judgement> judgements = labelled(180, 4 * HOUR, 1);
    List<Report> reports = played(ofClasses(HOUR, FADE, 100), judgements);
    Report last = reports.get(reports.size() - 1);
    double within = reports.stream().mapToDouble(EvaluationTest::events).sum();
    assertThat(within).isBetween(60.0, 150.0);
    assertThat(last.values().get("late")).isPositive();
    Evaluation evaluation = ofClasses(HOUR, FADE, 100);
    played(evaluation, judgements);
    Report all = Objects.requireNonNull(evaluation.soFar());
    assertThat(all.values().get("rows"))
        .isEqualTo((double) judgements.stream().filter(of -> !of.unscored()).count());
    assertThat(all.values().get("late")).isEqualTo(180 - within);
  }

  private static double events(Report report) {
    return report.values().getOrDefault("rows", 0.0)
        + report.values().getOrDefault("unscored", 0.0);
  }

  @Test
  void whatIsJudgedSoFarIsToldOnce() throws Exception {
    Evaluation evaluation = ofClasses(0, FADE, 100);
    assertThat(evaluation.soFar()).isNull();
    labelled(30, 0, 1).forEach(evaluation::accept);
    evaluation.advance(Long.MAX_VALUE, new TestingMemory(), report -> {});
    Report soFar = Objects.requireNonNull(evaluation.soFar());
    assertThat(soFar.start()).isNull();
    assertThat(soFar.values()).containsKeys("rows", "fadedAccuracy").doesNotContainKey("accuracy");
    assertThat(evaluation.soFar()).isNull();
  }

  @Test
  void segmentsAreJudgedByThemselvesAsFarAsThereIsRoom() throws Exception {
    List<Judgement> judgements = labelled(300, 0, 4);
    List<Report> alone =
        played(
            ofClasses(0, FADE, 100),
            judgements.stream().filter(of -> of.key().equals("k-1")).toList());
    List<Report> reports =
        played(ofClasses(0, FADE, 3, new SegmentBy.Key(), new SegmentBy.Prefix("-")), judgements);

    assertThat(reports)
        .extracting(Report::segment)
        .containsOnly("", "key=k-0", "prefix=k", "key=k-1", "others");
    List<Report> ofOne = reports.stream().filter(it -> it.segment().equals("key=k-1")).toList();
    assertThat(ofOne).extracting(Report::values).isEqualTo(values(alone));
    List<Report> whole = reports.stream().filter(it -> it.segment().isEmpty()).toList();
    List<Report> prefix = reports.stream().filter(it -> it.segment().equals("prefix=k")).toList();
    assertThat(values(prefix)).isEqualTo(values(whole));
  }

  private static List<Map<String, Double>> values(List<Report> reports) {
    return reports.stream().map(Report::values).toList();
  }

  @Test
  void aForgottenKeyIsGoneFromWhatWaitsAndFromItsSegment() throws Exception {
    Evaluation evaluation = ofClasses(0, FADE, 10, new SegmentBy.Key());
    TestingMemory memory = new TestingMemory();
    List<Report> reports = new ArrayList<>();
    labelled(90, 0, 4).forEach(evaluation::accept);
    evaluation.advance(30 * MINUTE, memory, reports::add);
    evaluation.forget("k-1");
    evaluation.advance(Long.MAX_VALUE, memory, reports::add);

    assertThat(reports).extracting(Report::segment).contains("key=k-0").doesNotContain("key=k-1");
    assertThat(events(reports.get(0))).isEqualTo(31 + 20 - 1);
  }

  @Test
  void windowsThatWaitAreBounded() throws Exception {
    Evaluation evaluation = ofClasses(Long.MAX_VALUE / 2, FADE, 10);
    List<Report> reports = new ArrayList<>();
    List<Judgement> judgements = labelled(Evaluation.MOST_WINDOWS + 7, 0, 4);
    TestingMemory memory = new TestingMemory();
    for (Judgement of : judgements) {
      long time = of.time() / MINUTE * HOUR;
      evaluation.accept(
          new Judgement(
              of.key(),
              of.id(),
              time,
              time,
              of.unscored(),
              of.outOfOrder(),
              of.versions(),
              of.actual(),
              of.said(),
              of.last()));
    }
    evaluation.advance(Evaluation.MOST_WINDOWS * HOUR + 7 * HOUR, memory, reports::add);
    assertThat(reports)
        .extracting(Report::start)
        .containsExactly(0L, HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR, 5 * HOUR, 6 * HOUR);
  }

  @Test
  void readsTheGoldenBytesOfItsFormatAndWritesThem() throws Exception {
    byte[] golden = golden("evaluation.1.hex");
    Evaluation written = ofThree();
    for (int i = 0; i < 4; i++) {
      double[] said = {0.2, 0.1 * i, 0.8 - 0.1 * i};
      long knownAt = MINUTE * 50 * (i + 1);
      written.accept(
          new Judgement(
              "ä-" + i % 2,
              "e" + i,
              MINUTE * 20 * i,
              knownAt,
              i == 1,
              i == 2,
              Versions.of(new ModelVersion(2, i)),
              new double[] {i % 3},
              i == 1 ? new double[0] : said,
              new double[0]));
    }
    written.advance(160 * MINUTE, new TestingMemory(), report -> {});
    assertThat(HexFormat.of().formatHex(written.state()))
        .isEqualTo(HexFormat.of().formatHex(golden));

    Evaluation read = ofThree();
    assertThat(read.restore(golden)).isTrue();
    assertThat(read.state()).isEqualTo(golden);
  }

  private static Evaluation ofThree() {
    return new Evaluation(
        new Yardstick.OfClasses(new ClassTally(3)),
        new Evaluate(Duration.ofHours(1), 0.5, List.of(new SegmentBy.Prefix("-")), 3),
        2 * HOUR,
        "three classes");
  }

  @Test
  void aStateOfOthersIsLeftAloneAndOneOfALaterReleaseRefused() throws Exception {
    Evaluation evaluation = ofClasses(HOUR, FADE, 100);
    assertThat(evaluation.restore(ofClasses(HOUR, FADE, 100, new SegmentBy.Key()).state()))
        .isFalse();
    byte[] later = evaluation.state();
    later[0] = 2;
    assertThatThrownBy(() -> evaluation.restore(later))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a later Tidemill");
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            EvaluationTest.class.getResourceAsStream("/golden/prequential/" + name), name)) {
      return HexFormat.of().parseHex(new String(in.readAllBytes(), US_ASCII).strip());
    }
  }
}

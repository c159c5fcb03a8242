package io.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceAssemblerTest {
  private static final int SPAN = 4;

  private final SequenceAssembler assembler = new SequenceAssembler(2, SPAN, 1, Long.MAX_VALUE);
  private final List<TrainingSequence> sequences = new ArrayList<>();

  @Test
  void emitsOneSequenceForEveryOutcome() {
    assembler.assemble(rows(1, 2, 3), 3, assembler.history(), sequences::add);

    assertThat(sequences).extracting(TrainingSequence::time).containsExactly(2L, 3L);
    assertThat(values(sequences.get(0))).containsExactly(1, 2);
    assertThat(values(sequences.get(1))).containsExactly(1, 2, 3);
  }

  @Test
  void keepsTheNewestRowsOfAFullSequence() {
    assembler.assemble(rows(1, 2, 3, 4, 5, 6, 7), 7, assembler.history(), sequences::add);

    TrainingSequence last = sequences.get(sequences.size() - 1);
    assertThat(values(last)).containsExactly(4, 5, 6, 7);
  }

  @Test
  void waitsForTheSmallestHorizon() {
    SequenceAssembler threeAhead = new SequenceAssembler(2, 5, 3, Long.MAX_VALUE);
    threeAhead.assemble(rows(1, 2, 3, 4), 4, threeAhead.history(), sequences::add);

    assertThat(sequences).extracting(TrainingSequence::time).containsExactly(4L);
  }

  @Test
  void dropsRepeatedEvents() {
    List<ServedRow> rows = new ArrayList<>(rows(1, 2, 3));
    rows.addAll(rows(2, 3));
    SequenceAssembler.Outcome outcome =
        assembler.assemble(rows, 3, assembler.history(), sequences::add);

    assertThat(outcome.repeated()).isEqualTo(2);
    assertThat(outcome.taken()).isEqualTo(3);
    assertThat(values(sequences.get(1))).containsExactly(1, 2, 3);
  }

  @Test
  void rowsBehindTheHistoryStayOutOfIt() {
    KeyHistory history = assembler.history();
    assembler.assemble(rows(1, 2, 3), 3, history, sequences::add);
    SequenceAssembler.Outcome outcome =
        assembler.assemble(rows(2, 3, 4), 4, history, sequences::add);

    assertThat(outcome.late()).isEqualTo(2);
    assertThat(outcome.taken()).isEqualTo(1);
    assertThat(sequences).extracting(TrainingSequence::time).containsExactly(2L, 3L, 4L);
    assertThat(values(sequences.get(2))).containsExactly(1, 2, 3, 4);
  }

  @Test
  void keepsMissingValues() {
    assembler.assemble(
        List.of(row(1, 1), row(2, Double.NaN)), 2, assembler.history(), sequences::add);

    assertThat(values(sequences.get(0))).containsExactly(1, Double.NaN);
  }

  @Test
  void beginsAnewAfterALongSilence() {
    SequenceAssembler forgetful = new SequenceAssembler(2, SPAN, 1, 10);
    forgetful.assemble(rows(1, 2, 3, 4, 5, 15, 26, 27), 27, forgetful.history(), sequences::add);

    assertThat(sequences)
        .extracting(TrainingSequence::time)
        .containsExactly(2L, 3L, 4L, 5L, 15L, 27L);
    assertThat(values(sequences.get(5))).containsExactly(26, 27);
  }

  @Test
  void dependsNeitherOnArrivalNorOnWatermarks() {
    List<ServedRow> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      rows.add(new ServedRow("a", "e" + i, i / 2, 0, 0, false, new double[] {i, -i}));
    }
    assembler.assemble(rows, 30, assembler.history(), sequences::add);
    assertThat(sequences).hasSize(59);

    Random random = new Random(1);
    for (int round = 0; round < 50; round++) {
      Collections.shuffle(rows, random);
      assertThat(texts(inPieces(rows, random))).isEqualTo(texts(sequences));
    }
  }

  /** Gives each row before the watermark passes it, at watermarks that are drawn. */
  private List<TrainingSequence> inPieces(List<ServedRow> rows, Random random) {
    List<TrainingSequence> found = new ArrayList<>();
    KeyHistory history = assembler.history();
    List<ServedRow> waiting = new ArrayList<>();
    long watermark = -1;
    while (watermark < 30) {
      long next = watermark + 1 + random.nextInt(6);
      for (ServedRow row : rows) {
        if (row.time() > watermark && row.time() <= next) {
          waiting.add(row);
        }
      }
      waiting = new ArrayList<>(assembler.assemble(waiting, next, history, found::add).waiting());
      watermark = next;
    }
    assertThat(waiting).isEmpty();
    return found;
  }

  private static List<String> texts(List<TrainingSequence> sequences) {
    return sequences.stream()
        .map(sequence -> sequence + Arrays.toString(sequence.observed()))
        .map(text -> text.replaceFirst("observed=[^,]*, ", ""))
        .toList();
  }

  private static List<ServedRow> rows(int... times) {
    return Arrays.stream(times).mapToObj(time -> row(time, time)).toList();
  }

  private static ServedRow row(long time, double value) {
    return new ServedRow("a", "e" + time, time, time + 100, 0, false, new double[] {value, 0});
  }

  private static double[] values(TrainingSequence sequence) {
    double[] values = new double[sequence.rows()];
    for (int i = 0; i < values.length; i++) {
      values[i] = sequence.observed()[i * sequence.width()];
    }
    return values;
  }
}

package io.tidemill.inference;

import static io.tidemill.inference.TestingModels.PIPELINE;
import static io.tidemill.inference.TestingModels.SILENT_AFTER;
import static io.tidemill.inference.TestingModels.START;
import static io.tidemill.inference.TestingModels.STEP;
import static io.tidemill.inference.TestingModels.bytes;
import static io.tidemill.inference.TestingModels.event;
import static io.tidemill.inference.TestingModels.events;
import static io.tidemill.inference.TestingModels.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.inference.WatermarkAnnouncer.Announcer;
import io.tidemill.kafka.Event;
import io.tidemill.kafka.InService;
import io.tidemill.schema.message.Evidence;
import io.tidemill.schema.message.FeatureRecordKind;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.PredictionStatus;
import io.tidemill.schema.message.ServedFeatures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InferenceOperatorTest {
  private static final int ROWS = PIPELINE.execution().bundleRows();
  private static final long DELAY = PIPELINE.execution().bundleDelay().toMillis();

  private final List<Subtask> open = new ArrayList<>();

  private Subtask with(Subtask subtask) {
    open.add(subtask);
    return subtask;
  }

  @AfterEach
  void close() throws Exception {
    for (Subtask subtask : open) {
      subtask.close();
    }
  }

  @Test
  void answersTheFirstEventByTheVersionThatWasInService() throws Exception {
    byte[] serving = bytes(version(7));
    Subtask subtask = with(Subtask.startedWith(new InService(1, serving)));

    subtask.events(List.of(event("a", START, 1, 2, 3)));
    subtask.checkpoint();

    Prediction prediction = subtask.predictions().get(0);
    assertThat(prediction.getStatus()).isNotEqualTo(PredictionStatus.UNSCORED);
    assertThat(prediction.getModel().getSequence()).isEqualTo(7);
  }

  @Test
  void aVersionInServiceOfAnotherNetworkIsLeftAlone() throws Exception {
    Subtask subtask = with(Subtask.startedWith(new InService(1, new byte[] {1, 2, 3})));

    subtask.events(List.of(event("a", START, 1, 2, 3)));
    subtask.checkpoint();

    assertThat(subtask.predictions().get(0).getStatus()).isEqualTo(PredictionStatus.UNSCORED);
  }

  @Test
  void writesNoFeaturesWhereNothingLearns() throws Exception {
    Subtask subtask = with(Subtask.startedWithoutServedFeatures());
    subtask.model(1);

    subtask.events(List.of(event("a", START, 1, 2, 3)));
    subtask.checkpoint();

    assertThat(subtask.predictions()).hasSize(1);
    assertThat(subtask.served(FeatureRecordKind.ROW)).isEmpty();
  }

  @Test
  void flushesOnRows() throws Exception {
    Subtask subtask = with(Subtask.started());
    subtask.waiting();

    for (int i = 0; i < ROWS - 1; i++) {
      subtask.events(List.of(event("a", START + i, 1, 2, 3)));
    }
    assertThat(subtask.predictions()).isEmpty();
    subtask.events(List.of(event("a", START + ROWS, 1, 2, 3)));

    assertThat(subtask.predictions()).hasSize(ROWS);
  }

  @Test
  void flushesOnDelay() throws Exception {
    Subtask subtask = with(Subtask.started());
    subtask.waiting(event("a", START, 1, 2, 3));

    subtask.setProcessingTime(1000 + DELAY - 1);
    assertThat(subtask.predictions()).isEmpty();
    subtask.setProcessingTime(1000 + DELAY);

    assertThat(subtask.predictions()).hasSize(1);
  }

  @Test
  void flushesBeforeWatermark() throws Exception {
    Subtask subtask = with(Subtask.started());
    subtask.waiting(event("a", START, 1, 2, 3));

    subtask.watermark(START);

    assertThat(subtask.getOutput()).hasSize(2).last().isEqualTo(new Watermark(START));
    // It came before the watermark, and so is not late.
    assertThat(subtask.predictions().get(0).getLate()).isFalse();
  }

  @Test
  void flushesBeforeBarrier() throws Exception {
    Subtask subtask = with(Subtask.started());
    subtask.waiting(event("a", START, 1, 2, 3));

    subtask.prepareSnapshotPreBarrier(1);

    assertThat(subtask.predictions()).hasSize(1);
  }

  @Test
  void flushesBeforeRefresh() throws Exception {
    Subtask subtask = with(Subtask.started());
    subtask.model(1);
    subtask.waiting(event("a", START, 1, 2, 3));

    subtask.model(2);
    assertThat(subtask.predictions()).hasSize(1);
    subtask.events(List.of(event("a", START + STEP, 1, 2, 3)));
    subtask.checkpoint();

    assertThat(subtask.predictions())
        .extracting(prediction -> prediction.getModel().getSequence())
        .containsExactly(1L, 2L);
  }

  @Test
  void flushesAtEnd() throws Exception {
    Subtask subtask = with(Subtask.started());
    subtask.waiting(event("a", START, 1, 2, 3));

    subtask.endInput1();

    assertThat(subtask.predictions()).hasSize(1);
  }

  @Test
  void aRefusedModelDisturbsNothing() throws Exception {
    Subtask subtask = with(Subtask.started());
    subtask.model(2);
    subtask.waiting(event("a", START, 1, 2, 3));

    subtask.model(2);
    subtask.published(new byte[] {1, 2, 3});
    subtask.published(bytes(version(TestingModels.spec(9), 7)));
    assertThat(subtask.predictions()).isEmpty();
    subtask.checkpoint();

    assertThat(subtask.predictions().get(0).getModel().getSequence()).isEqualTo(2);
  }

  @Test
  void anOlderVersionIsServedWhenToldTo() throws Exception {
    Subtask subtask = with(Subtask.started());
    subtask.model(2);
    subtask.events(List.of(event("a", START, 1, 2, 3)));

    subtask.model(1);
    subtask.events(List.of(event("a", START + 1, 1, 2, 3)));
    subtask.checkpoint();

    assertThat(subtask.predictions())
        .extracting(answer -> answer.getModel().getSequence())
        .containsExactly(2L, 1L);
  }

  @Test
  void aForgottenKeyIsAnsweredAsOneThatWasNeverSeen() throws Exception {
    List<Event> events = events(5, 1200, 3);
    List<Event> before = events.subList(0, 600);
    List<Event> after = events.subList(600, 1200);
    Subtask forgets = with(Subtask.started());
    Subtask neverSaw = with(Subtask.started());
    forgets.model(1);
    neverSaw.model(1);

    forgets.events(before);
    forgets.forget("pump-1");
    neverSaw.events(before.stream().filter(event -> !event.key.equals("pump-1")).toList());
    neverSaw.checkpoint();
    assertThat(forgets.predictions()).as("the bundle was flushed first").hasSize(600);
    assertThat(forgets.numEventTimeTimers()).isEqualTo(neverSaw.numEventTimeTimers());
    for (Subtask subtask : List.of(forgets, neverSaw)) {
      subtask.getOutput().clear();
      subtask.events(after);
      subtask.watermark(START + 10_000 * TestingModels.STEP);
      subtask.checkpoint();
    }

    assertThat(forgets.predictions()).hasSize(600).isEqualTo(neverSaw.predictions());
    assertThat(after).extracting(event -> event.key).contains("pump-1");
  }

  @Test
  void forgettingAKeyOfAnotherSubtaskOrOfNobodyDoesNothing() throws Exception {
    Subtask subtask = with(Subtask.started());
    subtask.model(1);
    subtask.waiting(event("a", START, 1, 2, 3));

    subtask.forget("nobody");
    subtask.events(List.of(event("a", START + 1, 1, 2, 3)));
    subtask.checkpoint();

    assertThat(subtask.predictions()).hasSize(2);
  }

  @Test
  void answersInOrderOfArrivalWithTheTimesOfTheEvents() throws Exception {
    Subtask subtask = with(Subtask.started());
    subtask.model(1);
    List<Event> events = events(5, 200, 1);

    subtask.events(events);
    subtask.checkpoint();

    assertThat(subtask.predictions())
        .extracting(Prediction::getEventId)
        .isEqualTo(events.stream().map(Event::eventId).toList());
    assertThat(subtask.extractOutputStreamRecords())
        .allMatch(record -> record.getTimestamp() == record.getValue().getTime());
    assertThat(subtask.served(FeatureRecordKind.ROW))
        .extracting(ServedFeatures::getEventId)
        .isEqualTo(events.stream().map(Event::eventId).toList());
  }

  @Test
  void isUnscoredBeforeTheFirstModelOnly() throws Exception {
    Subtask subtask = with(Subtask.started());
    subtask.events(List.of(event("a", START, 1, 2, 3)));
    subtask.model(1);
    subtask.events(List.of(event("a", START + STEP, 1, 2, 3)));
    subtask.checkpoint();

    assertThat(subtask.predictions())
        .extracting(Prediction::getStatus)
        .containsExactly(PredictionStatus.UNSCORED, PredictionStatus.PREDICTED);
  }

  @Test
  void aRestoredJobGoesOnBitForBit() throws Exception {
    List<Event> events = events(5, 3000, 1);
    Subtask undisturbed = with(Subtask.started());
    undisturbed.model(1);
    play(undisturbed, events);

    Subtask first = with(Subtask.started());
    first.model(1);
    play(first, events.subList(0, 1234));
    Subtask second = with(Subtask.restored(first.checkpoint()));
    play(second, events.subList(1234, events.size()));

    assertThat(concat(first.predictions(), second.predictions()))
        .isEqualTo(undisturbed.predictions());
    assertThat(concat(first.alerts(), second.alerts()))
        .isEqualTo(undisturbed.alerts())
        .hasSizeGreaterThan(10);
    assertThat(concat(first.served(FeatureRecordKind.ROW), second.served(FeatureRecordKind.ROW)))
        .isEqualTo(undisturbed.served(FeatureRecordKind.ROW));
  }

  @Test
  void aRestoredJobScoresAtOnce() throws Exception {
    Subtask first = with(Subtask.started());
    first.model(3);
    Subtask second = with(Subtask.restored(first.checkpoint()));

    second.events(List.of(event("a", START, 1, 2, 3)));

    assertThat(second.predictions().get(0).getModel().getSequence()).isEqualTo(3);
  }

  @Test
  void aRestoredJobStillKnowsWhatIsLate() throws Exception {
    Subtask first = with(Subtask.started());
    first.watermark(START);
    Subtask second = with(Subtask.restored(first.checkpoint()));

    second.events(List.of(event("a", START, 1, 2, 3)));

    assertThat(second.predictions().get(0).getLate()).isTrue();
  }

  @Test
  void rescalingKeepsMemoriesAndModel() throws Exception {
    List<Event> events = events(8, 3000, 6);
    Subtask undisturbed = with(Subtask.started());
    undisturbed.model(1);
    play(undisturbed, events);

    Subtask one = with(Subtask.started());
    one.model(1);
    play(one, events.subList(0, 1500));
    OperatorSubtaskState state = one.checkpoint();
    List<Prediction> predictions = new ArrayList<>(one.predictions());
    for (int index = 0; index < 2; index++) {
      Subtask half = with(new Subtask(2, index));
      half.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              state, Subtask.MAX_PARALLELISM, 1, 2, index));
      half.open();
      int mine = index;
      play(half, events.subList(1500, events.size()), event -> subtaskOf(event) == mine);
      assertThat(half.predictions()).hasSizeGreaterThan(300);
      predictions.addAll(half.predictions());
    }

    Comparator<Prediction> order =
        Comparator.comparingInt(p -> Integer.parseInt(p.getEventId().substring("event-".length())));
    predictions.sort(order);
    assertThat(predictions).isEqualTo(undisturbed.predictions());
  }

  private static int subtaskOf(Event event) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(
        event.key, Subtask.MAX_PARALLELISM, 2);
  }

  @Test
  void silenceIsSeenByTheWatermarkAndNotAtTheEnd() throws Exception {
    Subtask subtask = with(Subtask.started());
    subtask.events(List.of(event("a", START, 1, 2, 3), event("b", START + STEP, 1, 2, 3)));
    long silence = START + SILENT_AFTER.toMillis();

    subtask.watermark(silence - 1);
    assertThat(subtask.alerts()).isEmpty();
    subtask.watermark(silence);
    assertThat(subtask.alerts()).hasSize(1);
    assertThat(subtask.alerts().get(0).getKey()).isEqualTo("a");
    assertThat(subtask.alerts().get(0).getEvidence()).isEqualTo(Evidence.SILENCE);
    assertThat(subtask.numEventTimeTimers()).isEqualTo(1);

    subtask.watermark(Long.MAX_VALUE);
    subtask.endInput1();
    assertThat(subtask.alerts()).hasSize(1);
  }

  @Test
  void aKeyHasOneTimer() throws Exception {
    Subtask subtask = with(Subtask.started());
    subtask.model(1);
    List<Event> events = events(5, 2000, 1);
    for (Event event : events) {
      subtask.events(List.of(event));
      subtask.prepareSnapshotPreBarrier(1);
      assertThat(subtask.numEventTimeTimers()).isLessThanOrEqualTo(5);
    }
    assertThat(subtask.alerts()).isNotEmpty();
  }

  @Test
  void timersSurviveARestore() throws Exception {
    Subtask first = with(Subtask.started());
    first.events(List.of(event("a", START, 1, 2, 3)));
    Subtask second = with(Subtask.restored(first.checkpoint()));

    second.watermark(START + SILENT_AFTER.toMillis());

    assertThat(second.alerts()).hasSize(1);
  }

  @Test
  void theModelsHaveNoSayInEventTime() throws Exception {
    Subtask subtask = with(Subtask.started());

    subtask.processWatermark2(new Watermark(5));
    subtask.processWatermarkStatus2(WatermarkStatus.IDLE);
    assertThat(subtask.getOutput()).isEmpty();
    subtask.watermark(7);
    subtask.processWatermarkStatus1(WatermarkStatus.IDLE);

    assertThat(subtask.getOutput()).containsExactly(new Watermark(7), WatermarkStatus.IDLE);
  }

  @Test
  void tellsTheLearnerHowFarEventTimeHasCome() throws Exception {
    Subtask subtask = with(Subtask.started());

    subtask.watermark(5);
    subtask.watermark(6);
    subtask.watermark(Long.MAX_VALUE);
    assertThat(subtask.served(FeatureRecordKind.WATERMARK))
        .extracting(ServedFeatures::getTime)
        .containsExactly(5L);
    subtask.endInput1();

    assertThat(subtask.served(FeatureRecordKind.WATERMARK))
        .extracting(ServedFeatures::getTime)
        .containsExactly(5L, 6L, Long.MAX_VALUE);
    assertThat(subtask.served(FeatureRecordKind.WATERMARK))
        .allMatch(
            row -> row.getAttempt() == Announcer.attempt(5000, 0) && row.getParallelism() == 1);
  }

  @Test
  void countsTheCheckpointIntoTheAttempt() throws Exception {
    Subtask first = with(Subtask.started());
    first.watermark(5);
    Subtask second = with(new Subtask(1, 0));
    second.setRestoredCheckpointId(12);
    second.initializeState(first.checkpoint());
    second.open();

    second.setProcessingTime(1000 + WatermarkAnnouncer.INTERVAL_MS);

    assertThat(second.served(FeatureRecordKind.WATERMARK)).hasSize(1);
    assertThat(second.served(FeatureRecordKind.WATERMARK).get(0).getTime()).isEqualTo(5);
    assertThat(second.served(FeatureRecordKind.WATERMARK).get(0).getAttempt())
        .isEqualTo(Announcer.attempt(5000, 12));
  }

  private static void play(Subtask subtask, List<Event> events) throws Exception {
    play(subtask, events, event -> true);
  }

  /** The events of a subtask, and the watermarks that all events bring, some steps behind. */
  private static void play(Subtask subtask, List<Event> events, Predicate<Event> mine)
      throws Exception {
    for (Event event : events) {
      if (mine.test(event)) {
        subtask.events(List.of(event));
      }
      if (event.offset % 10 == 0) {
        subtask.watermark(event.time - 4 * STEP);
      }
    }
    subtask.prepareSnapshotPreBarrier(9);
  }

  private static <T> List<T> concat(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}

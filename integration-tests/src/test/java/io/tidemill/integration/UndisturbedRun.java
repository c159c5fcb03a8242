package io.tidemill.integration;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.integration.Tanks.Reading;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.PredictionStatus;
import io.tidemill.snapshot.ModelSnapshot;
import java.util.List;
import java.util.Map;

/** What answers to readings are when nothing goes wrong. */
final class UndisturbedRun {
  private UndisturbedRun() {}

  /**
   * Asserts that every reading has one answer, in order within its key, with the bits that an
   * undisturbed run of the one model would have put out.
   *
   * @param answers to the readings and perhaps to other keys
   */
  static void assertAnswers(ModelSnapshot model, List<Reading> readings, List<Prediction> answers) {
    assertAnswersAfter(model, List.of(), readings, answers);
  }

  /** Asserts the same of the answers to readings that came after others. */
  static void assertAnswersAfter(
      ModelSnapshot model, List<Reading> before, List<Reading> readings, List<Prediction> answers) {
    assertThat(answers).extracting(Prediction::getEventId).doesNotHaveDuplicates();
    Map<String, List<Prediction>> byKey = answers.stream().collect(groupingBy(Prediction::getKey));
    PlainForecaster reference = new PlainForecaster(model);
    for (Reading reading : before) {
      reference.answer(reading.tank(), reading.time(), reading.numbers());
    }
    readings.stream()
        .collect(groupingBy(Reading::tank))
        .forEach(
            (tank, ofTank) ->
                assertAnswers(reference, ofTank, byKey.getOrDefault(tank, List.of())));
  }

  private static void assertAnswers(
      PlainForecaster reference, List<Reading> readings, List<Prediction> answers) {
    assertThat(answers)
        .extracting(Prediction::getTime)
        .containsExactlyElementsOf(readings.stream().map(Reading::time).toList());
    for (int i = 0; i < readings.size(); i++) {
      Reading reading = readings.get(i);
      assertThat(answers.get(i).getStatus()).isEqualTo(PredictionStatus.PREDICTED);
      assertThat(answers.get(i).getOutputs())
          .as("forecasts for %s at %d", reading.tank(), reading.time())
          .isEqualTo(reference.answer(reading.tank(), reading.time(), reading.numbers()));
    }
  }
}

package io.tidemill.benchmark.learning;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import java.util.SplittableRandom;

/**
 * Events of eight numbers whose class comes on a topic of its own, and the pipeline that learns it:
 * two dense layers of 64 and an output, each label once.
 *
 * @param name begins the names of its topics
 * @param steps of back-propagation
 * @param batch sequences of an optimiser step
 * @param order in which outcomes are learned, as the pipeline file says it
 */
record LabelledStream(String name, int steps, int batch, String order) {
  private static final int KEYS = 1000;
  private static final int NUMBERS = 8;
  private static final int STRIDE = 619; // keys follow each other in no order of their own

  Pipeline pipeline() {
    return PipelineFile.parse(
        name + ".yaml",
        """
        name: %s
        events:
          topic: %s
          format: csv
          csv: {columns: [id, key, at, a, b, c, d, e, f, g, h]}
          id: id
          key: key
          time: {field: at, format: epoch-ms}
          out-of-orderness: 50ms
        features:
          - number: [a, b, c, d, e, f, g, h]
        model: {task: classify, label: above, classes: 2, layers: [dense: 64, activation: relu, dense: 64, activation: relu, dense]}
        labels:
          topic: %s
          format: csv
          csv: {columns: [id, above, known]}
          id: id
          time: {field: known, format: epoch-ms}
          out-of-orderness: 50ms
          wait: 1h
          most: 10000000
        learn: {order: %s, sequence: %d, batch: %d, publish-every: 100ms}
        alerts: {score: none}
        execution: {parallelism: 2, checkpoint-every: 10s}
        """
            .formatted(name, events(), labels(), order, steps, batch));
  }

  /** The topic of the events. */
  String events() {
    return name + "-events";
  }

  /** The topic of the labels. */
  String labels() {
    return name + "-labels";
  }

  /** Whose the i-th event is. */
  static String key(long event) {
    return "k" + event * STRIDE % KEYS;
  }

  /** The i-th event at an event time, ms. */
  static byte[] event(long event, long time) {
    StringBuilder line = new StringBuilder();
    line.append(event).append(',').append(key(event)).append(',').append(time);
    for (int number : numbers(event)) {
      line.append(',').append(number);
    }
    return line.toString().getBytes(UTF_8);
  }

  /** The class of the i-th event, known from an event time on, ms. */
  static byte[] label(long event, long time) {
    int[] numbers = numbers(event);
    int above = numbers[0] + numbers[1] > 100 ? 1 : 0;
    return (event + "," + above + "," + time).getBytes(UTF_8);
  }

  private static int[] numbers(long event) {
    return new SplittableRandom(event).ints(NUMBERS, 0, 101).toArray();
  }
}

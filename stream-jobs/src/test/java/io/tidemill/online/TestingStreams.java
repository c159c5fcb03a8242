package io.tidemill.online;

import io.tidemill.kafka.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Small streams that are learned in no time, and what they are made of. */
final class TestingStreams {

  /** A pipeline that tells on which side of 0.3 a number is. */
  static final String SIDES =
      """
      name: sides
      events: {topic: t, key: pump, time: record-timestamp}
      features: [number: x, context: x]
      model: {task: classify, label: side, classes: 2, past-labels: {count: 1}, layers: [dense: 4, activation: tanh, dense]}
      learn: {optimizer: {adam: {rate: 0.05}}, batch: 8, fresh: 1, recent: 3, replay: 100, averaging: 0.5}
      """;

  private TestingStreams() {}

  static Event event(String key, long time, double... numbers) {
    Event event = new Event();
    event.key = key;
    event.time = time;
    event.offset = time;
    event.numbers = numbers;
    return event;
  }

  /** Numbers of three keys in turn, and their sides. */
  static List<Event> sides(int count) {
    SplittableRandom random = new SplittableRandom(4);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double x = random.nextGaussian();
      events.add(event("k" + i % 3, i / 3, x, x > 0.3 ? 1 : 0));
    }
    return events;
  }
}

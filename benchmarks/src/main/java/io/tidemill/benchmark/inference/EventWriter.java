package io.tidemill.benchmark.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemill.schema.MessageCodec;
import io.tidemill.schema.message.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Writes events as their producers would; belongs to one thread. */
interface EventWriter {

  /**
   * The value of a record.
   *
   * @param id null: partition and offset name the event
   */
  byte[] write(@Nullable String id, String key, long time);

  /** Numbers of 0 to 100 in the Avro envelope. */
  final class OfReadings implements EventWriter {
    private final MessageCodec<Event> codec = MessageCodec.of(Event.class);
    private final List<String> fields;
    private final SplittableRandom random;

    OfReadings(List<String> fields, SplittableRandom random) {
      this.fields = fields;
      this.random = random;
    }

    @Override
    public byte[] write(@Nullable String id, String key, long time) {
      Map<String, Double> numbers = new HashMap<>();
      for (String field : fields) {
        numbers.put(field, random.nextDouble(100));
      }
      return codec.encode(new Event(id, key, time, numbers, Map.of()));
    }
  }

  /** Pixels of 0 to 255 in JSON; an id has no place in it. */
  final class OfImages implements EventWriter {
    static final int PIXELS = 784;

    private final SplittableRandom random;

    OfImages(SplittableRandom random) {
      this.random = random;
    }

    @Override
    public byte[] write(@Nullable String id, String key, long time) {
      StringBuilder json = new StringBuilder(4 * PIXELS + 100);
      json.append("{\"key\":\"").append(key).append("\",\"at\":").append(time);
      json.append(",\"ink\":").append(random.nextInt(100)).append(",\"pixels\":[");
      for (int i = 0; i < PIXELS; i++) {
        json.append(i == 0 ? "" : ",").append(random.nextInt(256));
      }
      return json.append("]}").toString().getBytes(UTF_8);
    }
  }
}

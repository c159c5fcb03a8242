package io.tidemill.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.pipeline.Events;
import io.tidemill.pipeline.PipelineFile;
import io.tidemill.schema.MessageCodec;
import io.tidemill.schema.MessageFormatException;
import io.tidemill.schema.message.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EnvelopeReaderTest {
  private static final List<String> FIELDS = List.of("flow", "pressure", "current");

  private final MessageCodec<Event> codec = MessageCodec.of(Event.class);
  private final EnvelopeReader reader =
      new EnvelopeReader(codec.fingerprint(), FieldRole.of(events()), FIELDS.size());

  private static Events events() {
    return PipelineFile.parse(
            "pumps.yaml",
            """
            name: pumps
            events: {topic: readings, format: avro}
            features:
              - number: [flow, pressure, current]
            model: {target: flow, layers: [dense]}
            """)
        .events();
  }

  private static Event event(
      @Nullable String id, String key, Map<String, Double> numbers, Map<String, String> texts) {
    return new Event(id, key, 1_793_520_000_123L, numbers, texts);
  }

  private static Map<String, Double> numbers(@Nullable Double flow, double pressure) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("flow", flow);
    numbers.put("other", 3.0);
    numbers.put("pressure", pressure);
    return numbers;
  }

  @Test
  void readsWhatTheCodecWrote() {
    assertThat(reader.read(codec.encode(event("e-1", "pümp", numbers(1.5, -2), Map.of()))))
        .isTrue();

    assertThat(reader.id()).isEqualTo("e-1");
    assertThat(reader.key()).isEqualTo("pümp");
    assertThat(reader.time()).isEqualTo(1_793_520_000_123L);
    assertThat(reader.numbers()).containsExactly(1.5, -2, Double.NaN);
  }

  @Test
  void aNullAndAnAbsentNumberAreMissing() {
    assertThat(reader.read(codec.encode(event(null, "a", numbers(null, 4), Map.of())))).isTrue();

    assertThat(reader.id()).isNull();
    assertThat(reader.numbers()).containsExactly(Double.NaN, 4, Double.NaN);
  }

  @Test
  void leavesToTheCodecWhatIsNotPlain() {
    Map<String, Double> bad = numbers(Double.POSITIVE_INFINITY, 1);

    assertThat(reader.read(codec.encode(event(null, "a", bad, Map.of())))).isFalse();
    assertThat(reader.read(codec.encode(event(null, "a", Map.of(), Map.of("t", "x"))))).isFalse();
    assertThat(reader.read(codec.encodeJson(event(null, "a", Map.of(), Map.of())))).isFalse();
    assertThat(reader.read(new byte[0])).isFalse();
  }

  @Test
  void readsNothingThatIsCutOrLonger() {
    byte[] whole = codec.encode(event("e-1", "a", numbers(1.0, 2), Map.of()));
    for (int length = 0; length < whole.length; length++) {
      assertThat(reader.read(Arrays.copyOf(whole, length))).isFalse();
    }
    assertThat(reader.read(Arrays.copyOf(whole, whole.length + 1))).isFalse();
  }

  @Test
  void saysOfDamagedBytesWhatTheCodecSays() {
    Random random = new Random(1);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = codec.encode(event("e-1", "key-" + i, numbers(0.5 * i, 2), Map.of()));
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      if (reader.read(bytes)) {
        read++;
        Event expected = decoded(bytes);
        assertThat(reader.id()).isEqualTo(expected.getId());
        assertThat(reader.key()).isEqualTo(expected.getKey());
        assertThat(reader.time()).isEqualTo(expected.getTime());
        assertThat(boxed(reader.numbers()))
            .isEqualTo(FIELDS.stream().map(f -> number(expected, f)).toList());
      }
    }
    assertThat(read).as("damage that is an envelope again").isGreaterThan(1000);
  }

  private Event decoded(byte[] bytes) {
    try {
      return codec.decode(bytes);
    } catch (MessageFormatException e) {
      throw new AssertionError("read what the codec refuses", e);
    }
  }

  private static double number(Event event, String field) {
    Double number = event.getNumbers().get(field);
    return number == null ? Double.NaN : number;
  }

  private static List<Double> boxed(double[] numbers) {
    List<Double> list = new ArrayList<>();
    for (double number : numbers) {
      list.add(number);
    }
    return list;
  }
}

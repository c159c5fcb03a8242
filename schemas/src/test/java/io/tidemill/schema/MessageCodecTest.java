package io.tidemill.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.schema.message.Control;
import io.tidemill.schema.message.ControlCommand;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.schema.message.ModelMetrics;
import io.tidemill.schema.message.ObservedRow;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.ServedFeatures;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {

  static List<SpecificRecordBase> messages() {
    return Messages.all();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void readsWhatItWroteInBothEncodings(SpecificRecordBase message) throws Exception {
    MessageCodec<SpecificRecordBase> codec = codec(message);
    for (int call = 0; call < 2; call++) { // the second call meets the buffers of the first
      assertThat(codec.decode(codec.encode(message))).isEqualTo(message);
      assertThat(codec.decode(codec.encodeJson(message))).isEqualTo(message);
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void everyCutAndEveryFlippedBitIsReadOrRefusedAndNothingElse(SpecificRecordBase message)
      throws Exception {
    MessageCodec<SpecificRecordBase> codec = codec(message);
    Random random = new Random(7);
    for (byte[] whole : List.of(codec.encode(message), codec.encodeJson(message))) {
      for (int length = 0; length < whole.length; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> codec.decode(cut))
            .isInstanceOf(MessageFormatException.class)
            .hasMessageStartingWith(message.getClass().getSimpleName());
      }
      for (int trial = 0; trial < 500; trial++) {
        byte[] flipped = whole.clone();
        flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        try {
          codec.decode(flipped);
        } catch (MessageFormatException e) {
          assertThat(e).hasMessageStartingWith(message.getClass().getSimpleName());
        }
      }
    }
  }

  @Test
  void writesWhatAvrosOwnEncoderWrites() throws Exception {
    byte[] ours = MessageCodec.of(Prediction.class).encode(Messages.prediction());

    assertThat(ours).isEqualTo(Messages.prediction().toByteBuffer().array());
  }

  @Test
  void refusesACountLargerThanTheInputBeforeAllocating() {
    MessageCodec<ServedFeatures> codec = MessageCodec.of(ServedFeatures.class);
    byte[] header = Arrays.copyOf(codec.encode(Messages.servedFeatures()), 10);
    // ROW, time 0, id "", key "", then an array that claims 2^30 items.
    byte[] bomb = {0, 0, 0, 0, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x08};
    byte[] message = Arrays.copyOf(header, header.length + bomb.length);
    System.arraycopy(bomb, 0, message, header.length, bomb.length);

    assertThatThrownBy(() -> codec.decode(message))
        .isInstanceOf(MessageFormatException.class)
        .hasMessageContaining("bytes are available");
  }

  @Test
  void refusesBytesAfterTheMessage() {
    MessageCodec<Control> codec = MessageCodec.of(Control.class);
    byte[] whole = codec.encode(Messages.control());

    assertThatThrownBy(() -> codec.decode(Arrays.copyOf(whole, whole.length + 1)))
        .hasMessage("Control: bytes follow the end of the message");
    assertThatThrownBy(() -> codec.decode("{}{}".getBytes(UTF_8)))
        .isInstanceOf(MessageFormatException.class);
  }

  @Test
  void refusesAMessageOfAnotherClassWithWhatToDo() {
    byte[] control = MessageCodec.of(Control.class).encode(Messages.control());

    assertThatThrownBy(() -> MessageCodec.of(Prediction.class).decode(control))
        .isInstanceOf(MessageFormatException.class)
        .hasMessageContaining("is not known")
        .hasMessageContaining("upgrade the reader");
  }

  @Test
  void readsWhatAFormerSchemaWrote() throws Exception {
    Schema former =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "Control", "namespace": "io.tidemill.schema.message",
                 "fields": [{"name": "id", "type": "string"}, {"name": "at", "type": "long"},
                  {"name": "who", "type": "string"}, {"name": "urgent", "type": "boolean"},
                  {"name": "command", "type": {"type": "enum", "name": "ControlCommand",
                   "symbols": ["PROMOTE", "PIN", "ROLLBACK", "FORGET"]}}]}
                """);
    GenericData.Record written = new GenericData.Record(former);
    written.put("id", "c-0");
    written.put("at", 5L);
    written.put("who", "operator");
    written.put("urgent", true);
    written.put(
        "command", new GenericData.EnumSymbol(former.getField("command").schema(), "FORGET"));
    byte[] bytes = new BinaryMessageEncoder<>(GenericData.get(), former).encode(written).array();

    Control read = MessageCodec.of(Control.class, List.of(former)).decode(bytes);

    assertThat(read)
        .isEqualTo(
            Control.newBuilder()
                .setId("c-0")
                .setAt(5)
                .setWho("operator")
                .setCommand(ControlCommand.FORGET)
                .build());
    assertThatThrownBy(() -> MessageCodec.of(Control.class).decode(bytes))
        .isInstanceOf(MessageFormatException.class);
  }

  /** Before it knew of changes of the stream, and before it judged answers. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void readsModelMetricsOfTheReleasesBefore(int number) throws Exception {
    Schema former = former("ModelMetrics", number);
    GenericData.Record written = written(former, Messages.modelMetrics());
    written.put("kind", new GenericData.EnumSymbol(former.getField("kind").schema(), "REFUSED"));

    assertThat(MessageCodec.of(ModelMetrics.class).decode(bytes(written)))
        .isEqualTo(
            ModelMetrics.newBuilder(Messages.modelMetrics())
                .clearSegment()
                .clearWindowStart()
                .clearWindowEnd()
                .clearOldestEpoch()
                .clearOldestSequence()
                .build());
  }

  /** Before answers were logged beside the features. */
  @Test
  void readsServedFeaturesOfTheReleaseBefore() throws Exception {
    Schema former = former("ServedFeatures", 2);
    GenericData.Record written = written(former, Messages.servedFeatures());
    written.put("kind", new GenericData.EnumSymbol(former.getField("kind").schema(), "ROW"));
    ObservedRow row = Messages.servedFeatures().getRows().get(0);
    written.put("rows", List.of(written(former.getField("rows").schema().getElementType(), row)));

    assertThat(MessageCodec.of(ServedFeatures.class).decode(bytes(written)))
        .isEqualTo(
            ServedFeatures.newBuilder(Messages.servedFeatures())
                .clearOutOfOrder()
                .clearAnswer()
                .clearEpoch()
                .clearSequence()
                .setRows(
                    List.of(ObservedRow.newBuilder(row).clearOutOfOrder().clearAnswer().build()))
                .build());
  }

  private static Schema former(String message, int number) throws IOException {
    String name = "history/" + message + "." + number + ".avsc";
    try (InputStream in = WriterSchemas.class.getResourceAsStream(name)) {
      return new Schema.Parser().parse(in);
    }
  }

  /** What a former release would have made of a message. */
  private static GenericData.Record written(Schema former, SpecificRecordBase message) {
    GenericData.Record written = new GenericData.Record(former);
    former.getFields().forEach(field -> written.put(field.name(), message.get(field.name())));
    return written;
  }

  private static byte[] bytes(GenericData.Record written) throws IOException {
    return new BinaryMessageEncoder<>(GenericData.get(), written.getSchema())
        .encode(written)
        .array();
  }

  /** Before there were signatures; the bytes are those of that release. */
  @Test
  void readsModelChunksOfTheReleaseBefore() throws Exception {
    Schema former;
    try (InputStream in = WriterSchemas.class.getResourceAsStream("history/ModelChunk.1.avsc")) {
      former = new Schema.Parser().parse(in);
    }
    GenericData.Record written = new GenericData.Record(former);
    former
        .getFields()
        .forEach(field -> written.put(field.name(), Messages.modelChunk().get(field.name())));
    byte[] bytes = new BinaryMessageEncoder<>(GenericData.get(), former).encode(written).array();

    assertThat(MessageCodec.of(ModelChunk.class).decode(bytes))
        .isEqualTo(ModelChunk.newBuilder(Messages.modelChunk()).setSignature(null).build());
  }

  @Test
  void jsonIsPlain() {
    assertThat(
            new String(
                MessageCodec.of(ModelMetrics.class).encodeJson(Messages.modelMetrics()), UTF_8))
        .isEqualTo(
            """
            {"kind":"REFUSED","at":1793520000123,"name":"water","epoch":2,"sequence":41,\
            "reason":"trialLoss 0.4 exceeds servingLoss 0.3","learnedUntil":null,"steps":12,\
            "sequences":384,"values":{"trialLoss":"NaN"},"segment":"key=station-07",\
            "windowStart":1793520000123,"windowEnd":1793520000124,"oldestEpoch":1,\
            "oldestSequence":7}""");
  }

  @Test
  void jsonReaderSkipsUnknownFieldsAndFillsDefaults() throws Exception {
    String json =
        """
        {"future": {"a": [1]}, "id": "c", "at": 1, "who": "w", "command": "PIN"}""";

    Control read = MessageCodec.of(Control.class).decode(json.getBytes(UTF_8));

    assertThat(read.getWhy()).isEmpty();
    assertThat(read.getArguments()).isEmpty();
    assertThat(read.getCommand()).isEqualTo(ControlCommand.PIN);
  }

  @Test
  void jsonReaderNamesTheFieldThatIsWrong() {
    MessageCodec<Control> codec = MessageCodec.of(Control.class);

    assertThatThrownBy(() -> codec.decode("{\"id\": 7}".getBytes(UTF_8)))
        .hasMessage("Control.id must be a string, but is VALUE_NUMBER_INT");
    assertThatThrownBy(() -> codec.decode("{\"command\": \"STOP\"}".getBytes(UTF_8)))
        .hasMessage(
            "Control.command must be one of [PROMOTE, PIN, ROLLBACK, FORGET, UNPIN], but is \"STOP\"");
    assertThatThrownBy(() -> codec.decode("{\"id\": \"c\"}".getBytes(UTF_8)))
        .hasMessage("Control.at is absent");
    assertThatThrownBy(() -> codec.decode(("{\"x\":" + "[".repeat(5000)).getBytes(UTF_8)))
        .isInstanceOf(MessageFormatException.class);
  }

  @SuppressWarnings("unchecked")
  private static MessageCodec<SpecificRecordBase> codec(SpecificRecordBase message) {
    return MessageCodec.of((Class<SpecificRecordBase>) message.getClass());
  }
}

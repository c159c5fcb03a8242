package io.tidemill.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.schema.MessageCodec;
import io.tidemill.schema.message.Control;
import io.tidemill.schema.message.ControlCommand;
import io.tidemill.schema.message.Prediction;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SerializersTest {

  @Test
  void eventComesBackAsItWas() throws Exception {
    Event event = event("Kläranlage 水", "id-1", 1.5, Double.NaN, -0.0);
    Event without = event("station-07", null);

    TypeSerializer<Event> serializer = Event.TYPE.createSerializer(new SerializerConfigImpl());
    for (Event written : new Event[] {event, without}) {
      assertThat(roundTrip(serializer, written)).isEqualTo(written);
    }
    assertThat(without.eventId()).isEqualTo("3-1234567890123");
    assertThat(event.eventId()).isEqualTo("id-1");
  }

  @Test
  void eventIsLean() throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(64);

    new EventSerializer().serialize(event("station-07", null, 1, 2, 3, 4), out);

    // 4 + 3 * 8 fixed, 1 + 10 key, 1 no id, 1 + 4 * 8 numbers
    assertThat(out.length()).isEqualTo(73);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "\u00ff", "\u0100", "水\uD83D\uDCA7", "\uD800 alone"})
  void textOfAnyCharsComesBack(String text) throws Exception {
    for (String written : new String[] {text, text.repeat(70_000 / Math.max(1, text.length()))}) {
      FlatText flat = new FlatText();
      DataOutputSerializer out = new DataOutputSerializer(64);
      flat.write(written, out);
      flat.write("next", out);

      DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
      assertThat(flat.read(in)).isEqualTo(written);
      assertThat(flat.read(in)).isEqualTo("next");
    }
  }

  @Test
  void messageComesBackAsItWas() throws Exception {
    TypeSerializer<Control> serializer =
        MessageSerializer.typeOf(Control.class).createSerializer(new SerializerConfigImpl());

    assertThat(roundTrip(serializer, control())).isEqualTo(control());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, MessageCodec.MAX_BYTES + 1, Integer.MAX_VALUE})
  void lengthsOfDamagedMessagesAreNotBelieved(int length) throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(64);
    out.writeInt(length);

    assertThatThrownBy(
            () ->
                new MessageSerializer<>(Control.class)
                    .deserialize(new DataInputDeserializer(out.getCopyOfBuffer())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void snapshotsRestoreTheSerializerThatWrote() throws Exception {
    assertThat(restored(new EventSerializer())).isEqualTo(new EventSerializer());
    assertThat(restored(new MessageSerializer<>(Control.class)))
        .isEqualTo(new MessageSerializer<>(Control.class))
        .isNotEqualTo(new MessageSerializer<>(Prediction.class));
  }

  @Test
  void snapshotOfAnotherMessageIsIncompatible() {
    TypeSerializerSnapshot<Control> control =
        new MessageSerializer<>(Control.class).snapshotConfiguration();

    assertThat(control.resolveSchemaCompatibility(control).isCompatibleAsIs()).isTrue();
    @SuppressWarnings({"unchecked", "rawtypes"})
    TypeSerializerSnapshot<Control> prediction =
        (TypeSerializerSnapshot) new MessageSerializer<>(Prediction.class).snapshotConfiguration();
    assertThat(control.resolveSchemaCompatibility(prediction).isIncompatible()).isTrue();
  }

  @Test
  void snapshotOfALaterFormatIsRefusedWithWhatToDo() {
    assertThatThrownBy(
            () ->
                new EventSerializer.Snapshot()
                    .readSnapshot(
                        2, new DataInputDeserializer(new byte[0]), getClass().getClassLoader()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("restore with the release that wrote");
  }

  @Test
  void snapshotLoadsNothingButMessages() throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(64);
    out.writeUTF("java.lang.Runtime");

    assertThatThrownBy(
            () ->
                new MessageSerializer.Snapshot<Control>()
                    .readSnapshot(
                        1,
                        new DataInputDeserializer(out.getCopyOfBuffer()),
                        getClass().getClassLoader()))
        .hasMessage("java.lang.Runtime of the checkpoint is no message of this release");
  }

  private static <T> TypeSerializer<T> restored(TypeSerializer<T> serializer) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
    return TypeSerializerSnapshot.<T>readVersionedSnapshot(
            new DataInputDeserializer(out.getCopyOfBuffer()),
            SerializersTest.class.getClassLoader())
        .restoreSerializer();
  }

  private static <T> T roundTrip(TypeSerializer<T> serializer, T record) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(record, out);
    DataOutputSerializer copied = new DataOutputSerializer(64);
    serializer.copy(new DataInputDeserializer(out.getCopyOfBuffer()), copied);
    assertThat(copied.getCopyOfBuffer()).isEqualTo(out.getCopyOfBuffer());
    return serializer.deserialize(new DataInputDeserializer(copied.getCopyOfBuffer()));
  }

  private static Event event(String key, @Nullable String id, double... numbers) {
    Event event = new Event();
    event.partition = 3;
    event.offset = 1_234_567_890_123L;
    event.id = id;
    event.key = key;
    event.time = -5;
    event.ingestedAt = 7;
    event.numbers = numbers;
    return event;
  }

  private static Control control() {
    return Control.newBuilder()
        .setId("c")
        .setAt(1)
        .setWho("operator")
        .setCommand(ControlCommand.PIN)
        .build();
  }
}

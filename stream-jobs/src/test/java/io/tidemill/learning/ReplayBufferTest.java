package io.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayBufferTest {
  private final ReplayBuffer buffer = filled(new ReplayBuffer(10, 7), 25);

  @Test
  void keepsTheLast() {
    assertThat(buffer.size()).isEqualTo(10);
    assertThat(draws(buffer, 10, 500)).allMatch(id -> id >= 15).contains(15, 24);
  }

  @Test
  void afterAKeyWasForgottenItIsAsIfTheOthersAloneWereKept() {
    ReplayBuffer others = new ReplayBuffer(10, 7);
    for (TrainingSequence sequence : buffer.newest(10)) {
      if (!sequence.key().equals(buffer.newest(1).get(0).key())) {
        others.add(sequence);
      }
    }

    buffer.forget(buffer.newest(1).get(0).key());

    assertThat(buffer.newest(10)).isEqualTo(others.newest(10));
  }

  @Test
  void drawsEachAboutAsOften() {
    int[] counts = new int[25];
    draws(buffer, 10, 10_000).forEach(id -> counts[id]++);
    for (int id = 15; id < 25; id++) {
      assertThat(counts[id]).isBetween(900, 1100);
    }
  }

  @Test
  void drawsFromTheNewestOnlyWhereAsked() {
    assertThat(draws(buffer, 3, 500)).containsOnly(22, 23, 24);
  }

  @Test
  void continuesExactlyWhereItWasSaved() throws IOException {
    draws(buffer, 10, 33);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    buffer.write(new DataOutputStream(bytes), new FlatCodec());

    ReplayBuffer restored = filled(new ReplayBuffer(10, 99), 4);
    restored.read(
        new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), new FlatCodec(), 1);
    assertThat(draws(restored, 10, 100)).isEqualTo(draws(buffer, 10, 100));
  }

  @Test
  void keepsTheNewestWhenRestoredIntoLessRoom() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    buffer.write(new DataOutputStream(bytes), new FlatCodec());

    ReplayBuffer smaller = new ReplayBuffer(2, 7);
    smaller.read(
        new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), new FlatCodec(), 1);
    assertThat(draws(smaller, 2, 100)).containsOnly(23, 24);
  }

  @Test
  void refusesToDrawFromNothing() {
    assertThatThrownBy(() -> new ReplayBuffer(10, 7).draw(10))
        .isInstanceOf(IllegalStateException.class);
  }

  private static ReplayBuffer filled(ReplayBuffer buffer, int count) {
    for (int i = 0; i < count; i++) {
      buffer.add(new TrainingSequence("k" + i % 3, "" + i, i, i, 1, new double[] {i}));
    }
    return buffer;
  }

  private static List<Integer> draws(ReplayBuffer buffer, int newest, int count) {
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(Integer.parseInt(buffer.draw(newest).id()));
    }
    return ids;
  }
}

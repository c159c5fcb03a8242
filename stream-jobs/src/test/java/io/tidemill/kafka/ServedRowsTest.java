package io.tidemill.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.schema.MessageCodec;
import io.tidemill.schema.message.FeatureRecordKind;
import io.tidemill.schema.message.ObservedRow;
import io.tidemill.schema.message.ServedFeatures;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServedRowsTest {

  private final MessageCodec<ServedFeatures> codec = MessageCodec.of(ServedFeatures.class);

  @Test
  void rowsThatTravelTogetherArriveOneByOne() throws Exception {
    ServedFeatures together =
        ServedRows.together(
            List.of(
                new ObservedRow(
                    7L, "0-1", "a", List.of(1.0, Double.NaN), 9L, false, true, List.of(0.5)),
                new ObservedRow(5L, "0-2", "b", List.of(2.0, 3.0), 8L, true, false, List.of())),
            "00ff00ff00ff00ff",
            3,
            41);

    List<ServedFeatures> rows = ServedRows.each(codec.decode(codec.encode(together)));

    assertThat(rows).extracting(ServedFeatures::getKind).containsOnly(FeatureRecordKind.ROW);
    assertThat(rows).extracting(ServedFeatures::getEventId).containsExactly("0-1", "0-2");
    assertThat(rows).extracting(ServedFeatures::getKey).containsExactly("a", "b");
    assertThat(rows).extracting(ServedFeatures::getTime).containsExactly(7L, 5L);
    assertThat(rows).extracting(ServedFeatures::getIngestedAt).containsExactly(9L, 8L);
    assertThat(rows).extracting(ServedFeatures::getLate).containsExactly(false, true);
    assertThat(rows).extracting(ServedFeatures::getSchema$).containsOnly("00ff00ff00ff00ff");
    assertThat(rows.get(0).getObserved()).containsExactly(1.0, Double.NaN);
    assertThat(rows).extracting(ServedFeatures::getOutOfOrder).containsExactly(true, false);
    assertThat(rows).extracting(ServedFeatures::getAnswer).containsExactly(List.of(0.5), List.of());
    assertThat(rows).extracting(ServedFeatures::getEpoch).containsOnly(3);
    assertThat(rows).extracting(ServedFeatures::getSequence).containsOnly(41L);
  }

  @Test
  void aRowOfAnEarlierReleaseStaysAsItIs() {
    ServedFeatures alone =
        ServedFeatures.newBuilder()
            .setKind(FeatureRecordKind.ROW)
            .setTime(3)
            .setKey("a")
            .setEventId("0-1")
            .build();

    assertThat(ServedRows.each(alone)).containsExactly(alone);
  }
}

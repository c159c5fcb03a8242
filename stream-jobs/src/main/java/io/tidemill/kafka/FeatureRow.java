package io.tidemill.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemill.schema.message.ServedFeatures;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.kafka.common.utils.Utils;

/** Served features and the partition they are written to. */
record FeatureRow(int partition, ServedFeatures features) {

  static final TypeInformation<FeatureRow> TYPE =
      new FlatTypeInfo<>(FeatureRow.class, new FeatureRowSerializer());

  /** The partition of a key: the one that Kafka's own clients choose, of a fixed count. */
  static int partitionOf(String key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8))) % partitions;
  }
}

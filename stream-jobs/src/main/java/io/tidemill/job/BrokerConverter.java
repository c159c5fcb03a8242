package io.tidemill.job;

import io.tidemill.kafka.KafkaConnection;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where Kafka is, {@code host:port}; client properties come from the environment. */
public final class BrokerConverter implements ITypeConverter<KafkaConnection> {

  @Override
  public KafkaConnection convert(String addresses) {
    try {
      return KafkaConnection.of(addresses, System.getenv());
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}

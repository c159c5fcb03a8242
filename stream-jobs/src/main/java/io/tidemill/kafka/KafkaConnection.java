package io.tidemill.kafka;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;

/**
 * Where Kafka is and how its clients talk to it.
 *
 * @param bootstrapServers {@code host:port}, several with commas
 * @param properties of every client beside the ones that Tidemill sets, which they override; may
 *     hold secrets, and is never printed
 */
public record KafkaConnection(String bootstrapServers, Map<String, String> properties)
    implements Serializable {

  /** What begins the names of environment variables that are client properties. */
  public static final String ENVIRONMENT = "TIDEMILL_KAFKA_";

  public KafkaConnection {
    if (bootstrapServers.isBlank()) {
      throw new IllegalArgumentException("no Kafka broker: give host:port");
    }
    properties = Map.copyOf(properties);
  }

  /** A connection without further properties. */
  public static KafkaConnection of(String bootstrapServers) {
    return new KafkaConnection(bootstrapServers, Map.of());
  }

  /**
   * A connection with the client properties of the environment: {@code
   * TIDEMILL_KAFKA_SECURITY_PROTOCOL=SASL_SSL} is {@code security.protocol=SASL_SSL}.
   */
  public static KafkaConnection of(String bootstrapServers, Map<String, String> environment) {
    Map<String, String> properties = new HashMap<>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(ENVIRONMENT)) {
            properties.put(
                name.substring(ENVIRONMENT.length()).toLowerCase(Locale.ROOT).replace('_', '.'),
                value);
          }
        });
    return new KafkaConnection(bootstrapServers, properties);
  }

  /** The properties of a client: the given ones, over them those of this connection. */
  public Properties client(Map<String, String> defaults) {
    Properties client = new Properties();
    client.putAll(defaults);
    client.putAll(properties);
    client.put("bootstrap.servers", bootstrapServers);
    return client;
  }

  /** Names the properties and keeps their values to itself. */
  @Override
  public String toString() {
    return properties.isEmpty()
        ? bootstrapServers
        : bootstrapServers + " with " + new TreeSet<>(properties.keySet());
  }
}

package io.tidemill.kafka;

import java.io.IOException;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private static final Pattern ADDRESS =
      Pattern.compile("\\s*([\\w.-]+|\\[[0-9a-fA-F:.%]+]):(\\d{1,5})\\s*");

  private static final int MAX_PORT = 65535;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  public KafkaConnection {
    for (String address : bootstrapServers.split(",", -1)) {
      Matcher parts = ADDRESS.matcher(address);
      if (!parts.matches() || Integer.parseInt(parts.group(2)) > MAX_PORT) {
        throw new IllegalArgumentException(
            "'%s' is no address of a Kafka broker: give host:port, several with commas"
                .formatted(address));
      }
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

  /**
   * Returns when something listens at one of the addresses.
   *
   * @throws IOException if nothing does within 5 s each; Kafka's own clients would go on trying
   */
  public void requireListener() throws IOException {
    List<String> reasons = new ArrayList<>();
    for (String address : bootstrapServers.split(",", -1)) {
      Matcher parts = ADDRESS.matcher(address);
      if (parts.matches()) {
        try (Socket socket = new Socket()) {
          socket.connect(
              new InetSocketAddress(parts.group(1), Integer.parseInt(parts.group(2))),
              (int) PATIENCE.toMillis());
          return;
        } catch (UnknownHostException e) {
          reasons.add(address.strip() + ": unknown host");
        } catch (IOException e) {
          reasons.add(address.strip() + ": " + e.getMessage());
        }
      }
    }
    throw new IOException(
        "no Kafka broker can be reached (%s): start it, or check the address"
            .formatted(String.join("; ", reasons)));
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

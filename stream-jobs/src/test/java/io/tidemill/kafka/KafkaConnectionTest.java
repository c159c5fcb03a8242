package io.tidemill.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaConnectionTest {

  @Test
  void takesClientPropertiesFromTheEnvironmentAndNeverPrintsThem() {
    KafkaConnection kafka =
        KafkaConnection.of(
            "broker:9092",
            Map.of(
                "TIDEMILL_KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                "TIDEMILL_KAFKA_SASL_JAAS_CONFIG", "password=\"secret\"",
                "PATH", "/bin"));

    assertThat(kafka.client(Map.of("linger.ms", "5")))
        .containsEntry("bootstrap.servers", "broker:9092")
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.jaas.config", "password=\"secret\"")
        .containsEntry("linger.ms", "5")
        .hasSize(4);
    assertThat(kafka).hasToString("broker:9092 with [sasl.jaas.config, security.protocol]");
  }

  @Test
  void itsPropertiesOverrideTheDefaults() {
    KafkaConnection kafka = new KafkaConnection("broker:9092", Map.of("linger.ms", "0"));

    assertThat(kafka.client(Map.of("linger.ms", "5"))).containsEntry("linger.ms", "0");
  }

  @Test
  void needsAddresses() {
    for (String wrong : new String[] {" ", "broker", "broker:", ":9092", "a:1,", "a:70000"}) {
      assertThatThrownBy(() -> KafkaConnection.of(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("host:port");
    }
    for (String right : new String[] {"broker-1.example.org:9092", "a:1, b:2", "[::1]:9092"}) {
      assertThat(KafkaConnection.of(right)).hasToString(right);
    }
  }

  @Test
  void oneListenerIsEnough() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      KafkaConnection.of(closed() + ",127.0.0.1:" + listening.getLocalPort()).requireListener();
    }
  }

  @Test
  void saysWhichListenersAreMissing() throws Exception {
    String one = closed();
    String other = closed();

    assertThatThrownBy(() -> KafkaConnection.of(one + "," + other).requireListener())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(one + ": Connection refused; " + other + ": Connection refused")
        .hasMessageContaining("check the address");
  }

  private static String closed() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
  }
}

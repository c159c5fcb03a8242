package io.tidemill.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
  void needsABroker() {
    assertThatThrownBy(() -> KafkaConnection.of(" ")).hasMessageContaining("host:port");
  }
}

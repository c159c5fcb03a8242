package io.tidemill.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerITCase {

  @TempDir Path directory;

  @Test
  void keepsItsTopicsOverARestartOnTheSamePort() throws Exception {
    int port;
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory);
        Admin admin = admin(broker)) {
      admin
          .createTopics(List.of(new NewTopic("events", Optional.of(2), Optional.empty())))
          .all()
          .get();
      assertThat(broker.bootstrapServers()).startsWith("127.0.0.1:");
      port = Integer.parseInt(broker.bootstrapServers().split(":")[1]);
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory, port);
        Admin admin = admin(broker)) {
      assertThat(admin.listTopics().names().get()).isEqualTo(Set.of("events"));
    }
  }

  private static Admin admin(EmbeddedBroker broker) {
    return Admin.create(
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));
  }
}

package io.tidemill.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;

/**
 * What a cluster of a test is configured with: deploy/flink-config.yaml, so that what is documented
 * is what is tested. Only the ports, the folders and smaller sizes and times are the test's own.
 */
final class FlinkConfiguration {

  /** Silence after which a process counts as lost. */
  static final String HEARTBEAT_TIMEOUT = "4 s";

  private FlinkConfiguration() {}

  /**
   * Writes {@code config.yaml} and returns what it says.
   *
   * @param directory for it, for checkpoints, savepoints and temporary files
   * @param further settings of a test, which go before all others
   */
  static Configuration write(Path directory, int restPort, Map<String, String> further)
      throws IOException {
    Path file = directory.resolve("config.yaml");
    Files.copy(Project.root().resolve("deploy/flink-config.yaml"), file);
    Configuration configuration = GlobalConfiguration.loadConfiguration(directory.toString());
    own(directory, restPort).forEach(configuration::setString);
    further.forEach(configuration::setString);
    List<String> lines = new ArrayList<>();
    new TreeMap<>(configuration.toMap())
        .forEach((key, value) -> lines.add(key + ": '" + value.replace("'", "''") + "'"));
    Files.write(file, lines, UTF_8);
    return configuration;
  }

  private static Map<String, String> own(Path directory, int restPort) throws IOException {
    Map<String, String> own = new TreeMap<>();
    own.put("jobmanager.rpc.address", "127.0.0.1");
    own.put("jobmanager.rpc.port", String.valueOf(Ports.free()));
    own.put("jobmanager.bind-host", "127.0.0.1");
    own.put("jobmanager.memory.process.size", "1g");
    own.put("rest.address", "127.0.0.1");
    own.put("rest.bind-address", "127.0.0.1");
    own.put("rest.port", String.valueOf(restPort));
    own.put("taskmanager.host", "127.0.0.1");
    own.put("taskmanager.bind-host", "127.0.0.1");
    own.put("taskmanager.memory.process.size", "2560m");
    own.put("execution.checkpointing.dir", directory.resolve("checkpoints").toUri().toString());
    own.put(
        "execution.checkpointing.savepoint-dir",
        directory.resolve("savepoints").toUri().toString());
    own.put("io.tmp.dirs", Files.createDirectories(directory.resolve("tmp")).toString());
    own.put("web.tmpdir", directory.resolve("tmp").toString());
    // A killed process is noticed within seconds, not within a minute.
    own.put("heartbeat.interval", "500 ms");
    own.put("heartbeat.timeout", HEARTBEAT_TIMEOUT);
    // What REST says is no older than this.
    own.put("web.refresh-interval", "500 ms");
    return own;
  }

  /** Settings with which a JobManager that is started anew finds the jobs of the one before it. */
  static Map<String, String> highlyAvailable(Path directory, ZooKeeperProcess zooKeeper)
      throws IOException {
    return Map.of(
        "high-availability.type", "zookeeper",
        "high-availability.zookeeper.quorum", zooKeeper.address(),
        "high-availability.storageDir", directory.resolve("ha").toUri().toString(),
        "high-availability.jobmanager.port", String.valueOf(Ports.free()),
        // As soon as other processes notice that it is gone.
        "high-availability.zookeeper.client.session-timeout", HEARTBEAT_TIMEOUT);
  }
}

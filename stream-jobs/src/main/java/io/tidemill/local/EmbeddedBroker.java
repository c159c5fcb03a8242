package io.tidemill.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker and controller (one KRaft node) in this JVM, on loopback only.
 *
 * <p>For the one-JVM run and for tests: one replica of everything, records up to {@link
 * #MAX_RECORD_BYTES}, no topics made by accident. Its directory keeps the data: a broker started on
 * it again goes on where the former one ended.
 */
public final class EmbeddedBroker implements AutoCloseable {

  /** The largest record that the broker takes: 16 MiB. */
  public static final int MAX_RECORD_BYTES = 16 << 20;

  private static final String HOST = "127.0.0.1";
  private static final int NODE = 1;
  private static final int READY_SECONDS = 60;

  private final KafkaRaftServer server;
  private final String bootstrapServers;

  private EmbeddedBroker(KafkaRaftServer server, String bootstrapServers) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  /** Starts a broker on a free port and returns when it answers. */
  public static EmbeddedBroker start(Path directory) throws IOException {
    return start(directory, freePort());
  }

  /**
   * Starts a broker and returns when it answers.
   *
   * @param directory where its data are or will be
   * @param port of the listener for clients, on 127.0.0.1
   */
  public static EmbeddedBroker start(Path directory, int port) throws IOException {
    Files.createDirectories(directory);
    KafkaConfig config = new KafkaConfig(properties(directory, port, freePort()), false);
    if (Files.notExists(directory.resolve("meta.properties"))) {
      format(config, directory);
    }
    KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
    EmbeddedBroker broker = new EmbeddedBroker(server, HOST + ":" + port);
    try {
      server.startup();
      broker.awaitAnswer();
      return broker;
    } catch (Throwable e) {
      broker.close();
      throw new IOException(
          "the Kafka broker in " + directory + " did not start on " + broker.bootstrapServers, e);
    }
  }

  /** Where clients connect, as {@code host:port}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  /**
   * Runs a broker as a process of its own: {@code EmbeddedBroker DIRECTORY PORT}.
   *
   * <p>Prints {@code ready HOST:PORT} when it answers and ends when standard input ends.
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("usage: EmbeddedBroker DIRECTORY PORT");
    }
    try (EmbeddedBroker broker = start(Path.of(arguments[0]), Integer.parseInt(arguments[1]))) {
      System.out.println("ready " + broker.bootstrapServers());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static Map<String, Object> properties(Path directory, int port, int controllerPort) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", String.valueOf(NODE));
    properties.put("log.dirs", directory.toAbsolutePath().toString());
    properties.put(
        "listeners",
        "CLIENTS://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort);
    properties.put("advertised.listeners", "CLIENTS://" + HOST + ":" + port);
    properties.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("inter.broker.listener.name", "CLIENTS");
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("controller.quorum.voters", NODE + "@" + HOST + ":" + controllerPort);
    properties.put("auto.create.topics.enable", "false");
    properties.put("message.max.bytes", String.valueOf(MAX_RECORD_BYTES));
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("offsets.topic.num.partitions", "1");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("transaction.state.log.num.partitions", "4");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
    properties.put("group.initial.rebalance.delay.ms", "0");
    // 128 MB by default, taken at the start.
    properties.put("log.cleaner.dedupe.buffer.size", String.valueOf(8 << 20));
    return properties;
  }

  private static void format(KafkaConfig config, Path directory) throws IOException {
    try {
      new Formatter()
          .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
          .setNodeId(NODE)
          .setClusterId(Uuid.randomUuid().toString())
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(config.metadataLogDir())
          .addDirectory(config.metadataLogDir())
          .run();
    } catch (Exception e) {
      throw new IOException("the directory " + directory + " cannot hold a Kafka broker", e);
    }
  }

  private void awaitAnswer() throws InterruptedException, ExecutionException, TimeoutException {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      admin.describeCluster().nodes().get(READY_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

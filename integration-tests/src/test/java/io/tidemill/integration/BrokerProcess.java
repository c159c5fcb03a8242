package io.tidemill.integration;

import io.tidemill.local.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Kafka broker as a process of its own; what it has acknowledged survives its kill. */
final class BrokerProcess implements AutoCloseable {
  private final Path directory;
  private final int port;
  private ChildProcess process;
  private int started;

  private BrokerProcess(Path directory, int port) {
    this.directory = directory;
    this.port = port;
    this.process = launch();
  }

  /**
   * Starts a broker and returns when it answers.
   *
   * @param directory for its data and logs
   */
  static BrokerProcess start(Path directory) throws IOException {
    BrokerProcess broker = new BrokerProcess(Files.createDirectories(directory), Ports.free());
    broker.awaitReady();
    return broker;
  }

  private ChildProcess launch() {
    return ChildProcess.java(
        "broker",
        FlinkProcesses.brief(
            List.of("-Xmx256m", "-Dlog4j.configurationFile=" + FlinkProcesses.logging())),
        System.getProperty("java.class.path"),
        EmbeddedBroker.class.getName(),
        List.of(directory.resolve("data").toString(), String.valueOf(port)),
        Map.of(),
        directory.resolve("broker-" + started++ + ".log"));
  }

  private void awaitReady() {
    Await.until(
        "a broker that answers",
        () -> {
          process.requireAlive();
          return process.output().contains("ready " + address());
        });
  }

  /** Where clients connect, as {@code host:port}; the same after a restart. */
  String address() {
    return "127.0.0.1:" + port;
  }

  /** Ends it as kill -9 does. */
  void kill() throws InterruptedException {
    process.kill();
  }

  /** Starts it again on the data of the one that was killed, and returns when it answers. */
  void restart() {
    process = launch();
    awaitReady();
  }

  @Override
  public void close() {
    process.close();
  }
}

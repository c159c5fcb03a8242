package io.tidemill.integration;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.ZooKeeperServerMain;

/** The ZooKeeper that comes with Flink as a process of its own, for high availability. */
final class ZooKeeperProcess implements AutoCloseable {
  private final ChildProcess process;
  private final int port;

  private ZooKeeperProcess(ChildProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one and returns when it takes connections.
   *
   * @param directory for its data and log
   */
  static ZooKeeperProcess start(Path directory) throws IOException {
    int port = Ports.free();
    Path configuration = Files.createDirectories(directory).resolve("zoo.cfg");
    Files.write(
        configuration,
        List.of(
            "tickTime=500", // sessions of 1 s and more
            "dataDir=" + directory.resolve("data"),
            "clientPort=" + port,
            "clientPortAddress=127.0.0.1",
            "admin.enableServer=false",
            "maxClientCnxns=0"));
    ChildProcess process =
        ChildProcess.java(
            "zookeeper",
            FlinkProcesses.brief(
                List.of("-Xmx128m", "-Dlog4j.configurationFile=" + FlinkProcesses.logging())),
            FlinkProcesses.classPath(),
            ZooKeeperServerMain.class.getName(),
            List.of(configuration.toString()),
            Map.of(),
            directory.resolve("zookeeper.log"));
    ZooKeeperProcess zooKeeper = new ZooKeeperProcess(process, port);
    Await.until("a ZooKeeper that takes connections", zooKeeper::accepts);
    return zooKeeper;
  }

  private boolean accepts() {
    process.requireAlive();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Where clients connect, as {@code host:port}. */
  String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.close();
  }
}

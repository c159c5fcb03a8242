package io.tidemill.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.client.cli.CliFrontend;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * A Flink session cluster of operating-system processes on loopback, made of Maven's jars.
 *
 * <p>Does what the scripts of a distribution do: sizes of memory and options of the JVMs follow
 * from deploy/flink-config.yaml, so that what is documented is what is tested. Only the ports, the
 * folders and smaller sizes are the test's own.
 */
final class FlinkProcesses implements AutoCloseable {
  private static final Pattern SUBMITTED =
      Pattern.compile("Job has been submitted with JobID ([0-9a-f]{32})");

  /** For processes that live for minutes: compiling them well would take more than it gives. */
  private static final List<String> BRIEF = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final String LOGGING = "integration-tests/src/test/resources/log4j2-processes.xml";

  private final Path directory;
  private final Configuration configuration;
  private final ChildProcess jobManager;
  private final Map<String, ChildProcess> taskManagers = new TreeMap<>();
  private final FlinkRest rest;
  private int commands;
  private int started;

  /**
   * Starts a JobManager and TaskManagers, and returns when all of them are registered.
   *
   * @param directory for configuration, logs and checkpoints
   */
  static FlinkProcesses start(Path directory, int taskManagers) throws Exception {
    FlinkProcesses cluster = new FlinkProcesses(directory);
    try {
      for (int i = 0; i < taskManagers; i++) {
        cluster.startTaskManager();
      }
      Await.until(
          taskManagers + " registered TaskManagers",
          () -> cluster.allAlive() && cluster.rest.taskManagers() == taskManagers);
      return cluster;
    } catch (Exception | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  private FlinkProcesses(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    Files.copy(
        Project.root().resolve("deploy/flink-config.yaml"), directory.resolve("config.yaml"));
    configuration = GlobalConfiguration.loadConfiguration(directory.toString());
    int restPort = freePort();
    adapt(configuration, directory, restPort);
    write(configuration, directory.resolve("config.yaml"));
    JobManagerProcessSpec memory = JobManagerProcessUtils.processSpecFromConfig(configuration);
    jobManager =
        start(
            "jobmanager",
            StandaloneSessionClusterEntrypoint.class,
            brief(words(JobManagerProcessUtils.generateJvmParametersStr(memory, configuration))),
            JobManagerProcessUtils.generateDynamicConfigsStr(memory));
    rest = new FlinkRest(restPort);
  }

  private static void adapt(Configuration configuration, Path directory, int restPort)
      throws IOException {
    Map<String, String> own = new TreeMap<>();
    own.put("jobmanager.rpc.address", "127.0.0.1");
    own.put("jobmanager.rpc.port", String.valueOf(freePort()));
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
    own.put("heartbeat.timeout", "4 s");
    // What REST says is no older than this.
    own.put("web.refresh-interval", "500 ms");
    own.forEach(configuration::setString);
  }

  private static void write(Configuration configuration, Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(configuration.toMap())
        .forEach((key, value) -> lines.add(key + ": '" + value.replace("'", "''") + "'"));
    Files.write(file, lines, UTF_8);
  }

  /** Starts one more TaskManager, which registers by itself. */
  void startTaskManager() {
    String name = "taskmanager-" + started++;
    TaskExecutorProcessSpec memory = TaskExecutorProcessUtils.processSpecFromConfig(configuration);
    taskManagers.put(
        name,
        start(
            name,
            TaskManagerRunner.class,
            words(ProcessMemoryUtils.generateJvmParametersStr(memory)),
            TaskExecutorProcessUtils.generateDynamicConfigsStr(memory)
                + " -D taskmanager.resource-id="
                + name));
  }

  private ChildProcess start(
      String name, Class<?> main, List<String> memory, String dynamicConfiguration) {
    List<String> arguments = new ArrayList<>(List.of("--configDir", directory.toString()));
    arguments.addAll(words(dynamicConfiguration));
    return java(name, main, memory, arguments);
  }

  private ChildProcess java(
      String name, Class<?> main, List<String> memory, List<String> arguments) {
    List<String> jvm = new ArrayList<>(memory);
    jvm.addAll(words(configuration.get(CoreOptions.FLINK_JVM_OPTIONS)));
    jvm.add("-Dlog4j.configurationFile=" + Project.root().resolve(LOGGING));
    return ChildProcess.java(
        name,
        jvm,
        Project.built("integration-tests/target/flink/lib") + "/*",
        main.getName(),
        arguments,
        Map.of("FLINK_CONF_DIR", directory.toString(), "OMP_NUM_THREADS", "1"),
        directory.resolve(name + ".log"));
  }

  private boolean allAlive() {
    jobManager.requireAlive();
    taskManagers.values().forEach(ChildProcess::requireAlive);
    return true;
  }

  /** Runs the command {@code flink} with these arguments and returns what it printed. */
  String flink(String... arguments) throws InterruptedException {
    ChildProcess command =
        java(
            "flink-" + commands++ + "-" + arguments[0],
            CliFrontend.class,
            brief(List.of("-Xmx256m")),
            Arrays.asList(arguments));
    return command.join(Await.PATIENCE);
  }

  /** Runs a {@code flink run --detached} and returns the id of the job when it runs. */
  String submit(String... arguments) throws InterruptedException {
    String output = flink(arguments);
    Matcher id = SUBMITTED.matcher(output);
    if (!id.find()) {
      throw new IllegalStateException("no job was submitted:\n" + output);
    }
    String job = id.group(1);
    Await.until("a running job", () -> rest.isRunning(job));
    return job;
  }

  FlinkRest rest() {
    return rest;
  }

  Path directory() {
    return directory;
  }

  /**
   * Ends a TaskManager as kill -9 does.
   *
   * @param id as {@link FlinkRest#taskManagersOf} gives it
   */
  void killTaskManager(String id) throws InterruptedException {
    ChildProcess process = taskManagers.remove(id);
    if (process == null) {
      throw new IllegalArgumentException(
          "no TaskManager " + id + " among " + taskManagers.keySet());
    }
    process.kill();
  }

  @Override
  public void close() {
    taskManagers.values().forEach(ChildProcess::close);
    jobManager.close();
  }

  private static List<String> brief(List<String> memory) {
    return Stream.concat(memory.stream(), BRIEF.stream()).toList();
  }

  private static List<String> words(String options) {
    return options.isBlank() ? List.of() : List.of(options.trim().split("\\s+", -1));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

package io.tidemill.integration;

import java.io.IOException;
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
 * from the {@linkplain FlinkConfiguration configuration}.
 */
final class FlinkProcesses implements AutoCloseable {
  private static final Pattern SUBMITTED =
      Pattern.compile("Job has been submitted with JobID ([0-9a-f]{32})");

  private static final Pattern SAVEPOINT = Pattern.compile("Savepoint completed. Path: (\\S+)");

  /** For processes that live for minutes: compiling them well would take more than it gives. */
  private static final List<String> BRIEF = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final String LOGGING = "integration-tests/src/test/resources/log4j2-processes.xml";

  private final Path directory;
  private final Configuration configuration;
  private ChildProcess jobManager;
  private final Map<String, ChildProcess> taskManagers = new TreeMap<>();
  private final FlinkRest rest;
  private int commands;
  private int started;

  /**
   * Starts a JobManager and TaskManagers, and returns when all of them are registered.
   *
   * @param directory for configuration, logs and checkpoints
   * @param settings of the test's own
   */
  static FlinkProcesses start(Path directory, int taskManagers, Map<String, String> settings)
      throws Exception {
    FlinkProcesses cluster = new FlinkProcesses(directory, settings);
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

  private FlinkProcesses(Path directory, Map<String, String> settings) throws IOException {
    this.directory = Files.createDirectories(directory);
    int restPort = Ports.free();
    configuration = FlinkConfiguration.write(directory, restPort, settings);
    rest = new FlinkRest(restPort);
    jobManager = launchJobManager();
  }

  private ChildProcess launchJobManager() {
    JobManagerProcessSpec memory = JobManagerProcessUtils.processSpecFromConfig(configuration);
    return start(
        "jobmanager-" + started++,
        StandaloneSessionClusterEntrypoint.class,
        brief(words(JobManagerProcessUtils.generateJvmParametersStr(memory, configuration))),
        JobManagerProcessUtils.generateDynamicConfigsStr(memory));
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
    jvm.add("-Dlog4j.configurationFile=" + logging());
    return ChildProcess.java(
        name,
        jvm,
        classPath(),
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

  /** Runs a {@code flink stop} and returns the path of the savepoint. */
  String stop(String... arguments) throws InterruptedException {
    String output = flink(arguments);
    Matcher path = SAVEPOINT.matcher(output);
    if (!path.find()) {
      throw new IllegalStateException("no savepoint was taken:\n" + output);
    }
    return path.group(1);
  }

  FlinkRest rest() {
    return rest;
  }

  Path directory() {
    return directory;
  }

  /** The TaskManagers that run, as {@link FlinkRest#taskManagersOf} names them; in order. */
  List<String> taskManagers() {
    return List.copyOf(taskManagers.keySet());
  }

  /** Ends a TaskManager as kill -9 does. */
  void killTaskManager(String id) throws InterruptedException {
    taskManager(id).kill();
    taskManagers.remove(id);
  }

  /** The process of a TaskManager. */
  ChildProcess taskManager(String id) {
    ChildProcess process = taskManagers.get(id);
    if (process == null) {
      throw new IllegalArgumentException(
          "no TaskManager " + id + " among " + taskManagers.keySet());
    }
    return process;
  }

  /** Ends the JobManager as kill -9 does. */
  void killJobManager() throws InterruptedException {
    jobManager.kill();
  }

  /** Starts a JobManager in the place of the one that was killed. */
  void startJobManager() {
    jobManager = launchJobManager();
  }

  @Override
  public void close() {
    taskManagers.values().forEach(ChildProcess::close);
    jobManager.close();
  }

  /** Options of a JVM that lives for minutes only. */
  static List<String> brief(List<String> memory) {
    return Stream.concat(memory.stream(), BRIEF.stream()).toList();
  }

  /** How the processes log. */
  static Path logging() {
    return Project.root().resolve(LOGGING);
  }

  /** What a distribution of Flink has in lib/. */
  static String classPath() {
    return Project.built("integration-tests/target/flink/lib") + "/*";
  }

  private static List<String> words(String options) {
    return options.isBlank() ? List.of() : List.of(options.trim().split("\\s+", -1));
  }
}

package io.tidemill.benchmark.inference;

import io.tidemill.benchmark.JsonLines;
import io.tidemill.benchmark.job.DataDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/**
 * Measures whole jobs from Kafka to Kafka in turns, in this JVM with its broker, after a check that
 * those which compute the same answer the same. Close what else runs.
 */
@Command(
    name = "benchmarks/run inference",
    mixinStandardHelpOptions = true,
    description = "The inference job beside a pass-through, its floor and ONNX Runtime.",
    sortOptions = false)
public final class InferenceCommand implements Callable<Integer> {
  private static final String READINGS = "readings";
  private static final String IMAGES = "images";
  private static final int WARM = 2; // rounds that do not count
  private static final int CHECKED = 20_000; // events
  private static final int IMAGE_SHARE = 10; // one image for so many readings

  @Mixin private JsonLines json = new JsonLines();

  @Option(names = "--jobs", description = "Those in whose names this is found. Default: all.")
  private Pattern jobs = Pattern.compile("");

  @Option(
      names = "--rounds",
      description = "Of all jobs in turns, after two that warm up. Default: ${DEFAULT-VALUE}.")
  private int rounds = 3;

  @Option(names = "--events", description = "That a run answers. Default: ${DEFAULT-VALUE}.")
  private long events = 2_000_000;

  @Option(
      names = "--keys",
      description =
          "That they are spread over. From 100,000 on every run answers all of its events, and the"
              + " heap that it holds is shown. Default: ${DEFAULT-VALUE}.")
  private int keys = 10_000;

  @Option(names = "--backend", description = "heap or rocksdb. Default: ${DEFAULT-VALUE}.")
  private String backend = "heap";

  @Option(
      names = "--rate",
      description =
          "Events a second at which the latency is measured; 0: it is not. Default:"
              + " ${DEFAULT-VALUE}.")
  private int rate = 5_000;

  @Option(names = "--short", description = "One round of few events: that it runs, not how fast.")
  private boolean brief;

  @Option(
      names = "--profile",
      paramLabel = "DIRECTORY",
      description = "Records each job with JFR, and shows where its time goes.")
  private @Nullable Path profile;

  @Mixin private DataDirectory data = new DataDirectory();

  private InferenceCommand() {}

  /** Runs the command; the exit code is 0 when every job was measured. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new InferenceCommand())
            .setExecutionExceptionHandler(InferenceCommand::complain)
            .execute(arguments));
  }

  private static int complain(Exception e, CommandLine command, ParseResult parsed) {
    command.getErr().println("benchmarks/run inference: " + e.getMessage());
    return 1;
  }

  @Override
  public Integer call() throws Exception {
    if (rounds < 1) {
      throw new IllegalArgumentException("--rounds is " + rounds + ": must be at least 1");
    }
    if (brief) {
      rounds = 1;
      events = 200_000;
    }
    List<Job> chosen = Stream.of(Job.values()).filter(j -> jobs.matcher(j.title()).find()).toList();
    try (Bench bench = new Bench(data.create(), backend)) {
      run(bench, chosen);
    }
    return 0;
  }

  private void run(Bench bench, List<Job> chosen) throws Exception {
    for (Job job : chosen) {
      fill(bench, job.workload());
    }
    if (chosen.contains(Job.TIDEMILL) && chosen.contains(Job.ONNX_PER_EVENT)) {
      Workload few = new Workload(Workload.Kind.READINGS, 100);
      few.fill(bench.broker(), "checked", CHECKED);
      Agreement.require(bench, few, "checked", CHECKED, Job.TIDEMILL, Job.ONNX_PER_EVENT);
    }
    Map<Job, List<Double>> speeds = new EnumMap<>(Job.class);
    Map<Job, List<Latency>> latencies = new EnumMap<>(Job.class);
    for (int round = brief ? 1 : 1 - WARM; round <= rounds; round++) {
      for (Job job : chosen) {
        measure(bench, job, round, speeds, latencies);
      }
    }
    report(chosen, speeds, latencies);
  }

  private void fill(Bench bench, Workload.Kind kind) throws IOException {
    String topic = topic(kind);
    if (bench.broker().lacks(topic)) {
      new Workload(kind, keys).fill(bench.broker(), topic, events(kind));
    }
  }

  private static String topic(Workload.Kind kind) {
    return kind == Workload.Kind.READINGS ? READINGS : IMAGES;
  }

  private long events(Workload.Kind kind) {
    return kind == Workload.Kind.READINGS ? events : events / IMAGE_SHARE;
  }

  /** Rounds before the first only warm up. */
  private void measure(
      Bench bench,
      Job job,
      int round,
      Map<Job, List<Double>> speeds,
      Map<Job, List<Latency>> latencies)
      throws Exception {
    Workload workload = new Workload(job.workload(), keys);
    Throughput throughput;
    try (Profile recording = Profile.start(profile, job)) {
      throughput =
          Throughput.measure(
              bench, job, workload, topic(job.workload()), events(job.workload()), keys >= 100_000);
      recording.end(throughput);
    }
    System.out.printf(
        "%-7s %-26s %,10.0f events/s, %6.2f µs of CPU each%s%n",
        round < 1 ? "warm" : "round " + round,
        job.title(),
        throughput.eventsPerSecond(),
        throughput.cpuMicros(),
        throughput.heap().shown());
    if (round > 0) {
      speeds.computeIfAbsent(job, j -> new ArrayList<>()).add(throughput.eventsPerSecond());
      if (rate > 0 && job.workload() == Workload.Kind.READINGS && job != Job.FLOOR_GENERIC_AVRO) {
        Latency latency =
            Latency.measure(
                bench, job, workload, job.title() + "-live-" + round, rate, 3, brief ? 2 : 7);
        latencies.computeIfAbsent(job, j -> new ArrayList<>()).add(latency);
      }
    }
  }

  private void report(
      List<Job> chosen, Map<Job, List<Double>> speeds, Map<Job, List<Latency>> latencies)
      throws IOException {
    System.out.println(InferenceResult.header());
    for (Job job : chosen) {
      Job ours = job.workload() == Workload.Kind.IMAGES ? Job.TIDEMILL_JSON : Job.TIDEMILL;
      InferenceResult result =
          InferenceResult.of(
              job,
              speeds.getOrDefault(job, List.of()),
              speeds.get(ours),
              latencies.getOrDefault(job, List.of()));
      System.out.println(result.line());
      json.write(result);
    }
  }
}

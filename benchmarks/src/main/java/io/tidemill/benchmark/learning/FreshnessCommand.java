package io.tidemill.benchmark.learning;

import io.tidemill.benchmark.JsonLines;
import io.tidemill.benchmark.job.Broker;
import io.tidemill.benchmark.job.Cluster;
import io.tidemill.benchmark.job.DataDirectory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** Measures how soon what a label says is in the weights that answer. Close what else runs. */
@Command(
    name = "benchmarks/run freshness",
    mixinStandardHelpOptions = true,
    description =
        "From a label on its topic to the first prediction by weights that have learned it.",
    sortOptions = false)
public final class FreshnessCommand implements Callable<Integer> {
  private static final int SLOTS = 4; // two jobs of parallelism 2

  @Mixin private JsonLines json = new JsonLines();

  @Mixin private DataDirectory data = new DataDirectory();

  @Option(names = "--rate", description = "Labelled events a second. Default: ${DEFAULT-VALUE}.")
  private int rate = 5_000;

  @Option(names = "--rounds", description = "Of each order in turns. Default: ${DEFAULT-VALUE}.")
  private int rounds = 3;

  @Option(names = "--warm-up", description = "Seconds of a round. Default: ${DEFAULT-VALUE}.")
  private int warmUp = 15;

  @Option(names = "--seconds", description = "That count. Default: ${DEFAULT-VALUE}.")
  private int seconds = 20;

  @Option(
      names = "--orders",
      split = ",",
      description = "In which outcomes are learned. Default: ${DEFAULT-VALUE}.")
  private List<String> orders = List.of("arrival", "event-time");

  @Option(names = "--short", description = "One short round: that it runs, not how fast.")
  private boolean brief;

  private FreshnessCommand() {}

  /** Runs the command; the exit code is 0 when everything was measured. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new FreshnessCommand())
            .setExecutionExceptionHandler(FreshnessCommand::complain)
            .execute(arguments));
  }

  private static int complain(Exception e, CommandLine command, ParseResult parsed) {
    command.getErr().println("benchmarks/run freshness: " + e.getMessage());
    return 1;
  }

  @Override
  public Integer call() throws Exception {
    if (brief) {
      rounds = 1;
      rate = Math.min(rate, 1000);
      warmUp = 5;
      seconds = 3;
    }
    Path directory = data.create();
    try (Broker broker = Broker.start(directory);
        Cluster cluster = Cluster.start(directory, SLOTS, false)) {
      System.out.printf(
          "%-12s%12s%10s%10s%12s%n", "order", "labels/s", "p50 ms", "p99 ms", "versions/s");
      for (int round = 1; round <= rounds; round++) {
        for (String order : orders) {
          String name = "fresh-" + order + "-" + round;
          LabelledStream stream = new LabelledStream(name, 2, 32, order);
          print(order, Freshness.measure(broker, cluster, stream, rate, warmUp, seconds));
        }
      }
    }
    return 0;
  }

  private void print(String order, Freshness measured) throws Exception {
    System.out.printf(
        Locale.ROOT,
        "%-12s%,12d%10.0f%10.0f%12.1f%n",
        order,
        rate,
        measured.p50(),
        measured.p99(),
        (double) measured.versions() / seconds);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("bench", "freshness");
    line.put("order", order);
    line.put("labelsPerSecond", rate);
    line.put("p50Ms", measured.p50());
    line.put("p99Ms", measured.p99());
    line.put("labels", measured.labels());
    line.put("versions", measured.versions());
    json.write(line);
  }
}

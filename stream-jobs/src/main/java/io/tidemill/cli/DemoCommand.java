package io.tidemill.cli;

import io.tidemill.demo.WaterUtility;
import io.tidemill.demo.WaterUtilityFeed;
import io.tidemill.local.KnownFault;
import io.tidemill.local.LocalRun;
import io.tidemill.local.RunPlan;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidemill demo}: a simulated water utility through everything, in one process. */
@Command(
    name = "demo",
    description = {
      "Runs a simulated water utility through broker, inference and learner in this process.",
      "Its pumping stations report flow, pressure, current and temperature every ten minutes of"
          + " event time. Some fail; the demo knows which, and counts what the alarms were worth:"
          + " an incident is true if it meets a fault or the three hours after it."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  private static final String PIPELINE = "/pipelines/demo.yaml";
  private static final Duration DEFAULT_MIDDLE = Duration.ofDays(15);

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long events are sent, such as 90s. Default: until Ctrl-C.")
  private @Nullable Duration duration;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "3000",
      description = "Events a second, after the first three seconds. Default: ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--stations",
      paramLabel = "N",
      defaultValue = "60",
      description = "Pumping stations. Default: ${DEFAULT-VALUE}.")
  private int stations;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another seed, another utility. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private LocalOptions local = new LocalOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    local.checkRange("--rate", rate, 1, 1_000_000);
    local.checkRange("--stations", stations, 1, 1_000_000);
    Pipeline pipeline = local.widen(pipeline());
    WaterUtility utility = new WaterUtility(stations, seed, middle());
    RunPlan plan =
        new RunPlan(
            pipeline,
            new WaterUtilityFeed(utility, pipeline.events().topic(), rate, duration),
            null,
            time -> faults(utility, time),
            local.kafka,
            local.directory,
            stations + " pumping stations of a water utility",
            duration);
    return local.report(
        LocalRun.run(plan), spec.commandLine().getOut(), spec.commandLine().getErr());
  }

  /** When the new tariff comes: halfway, in event time. */
  private Duration middle() {
    if (duration == null) {
      return DEFAULT_MIDDLE;
    }
    double readings = duration.toMillis() / 1000.0 * rate / stations;
    return WaterUtility.EVERY.multipliedBy((long) (readings / 2));
  }

  private static List<KnownFault> faults(WaterUtility utility, long time) {
    return utility.faultsUntil(time).stream()
        .map(fault -> new KnownFault(fault.station(), fault.start(), fault.end()))
        .toList();
  }

  /**
   * The demo's pipeline. On a broker that others use too it has topics of its own: what an earlier
   * demo left there is not part of this one.
   */
  private Pipeline pipeline() throws IOException {
    try (InputStream in = DemoCommand.class.getResourceAsStream(PIPELINE)) {
      if (in == null) {
        throw new IOException("the file " + PIPELINE + " is missing in the jar: build it again");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (local.kafka != null) {
        String name = "demo-" + System.currentTimeMillis() / 1000;
        text = text.replace("name: demo\n", "name: " + name + "\n");
        text = text.replace("topic: demo-events\n", "topic: " + name + "-events\n");
      }
      return PipelineFile.parse("demo.yaml", text);
    }
  }
}

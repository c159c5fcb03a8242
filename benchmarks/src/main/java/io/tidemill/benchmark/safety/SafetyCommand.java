package io.tidemill.benchmark.safety;

import io.tidemill.benchmark.JsonLines;
import io.tidemill.benchmark.drift.Concept;
import io.tidemill.benchmark.safety.Harm.Part;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.LongStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what bad labels and numbers do to the version in service, with a gate and without. */
@Command(
    name = "benchmarks/run safety",
    mixinStandardHelpOptions = true,
    description =
        "Errors of the version in service on a stream that goes bad, beside the same unharmed.",
    sortOptions = false)
public final class SafetyCommand implements Callable<Integer> {

  private static final String GUARDED = "{}";
  private static final String UNGUARDED = "{quarantine: false, tolerance: 1000, outliers: 1}";

  @Mixin private JsonLines json = new JsonLines();

  @Option(names = "--seeds", description = "Streams of each kind. Default: ${DEFAULT-VALUE}.")
  private int seeds = 3;

  @Option(names = "--events", description = "Of a stream. Default: ${DEFAULT-VALUE}.")
  private int events = 30_000;

  @Option(names = "--short", description = "One short stream of each kind: that it runs.")
  private boolean brief;

  public static void main(String[] args) {
    System.exit(new CommandLine(new SafetyCommand()).execute(args));
  }

  /** Errors by part and versions refused, means over the seeds. */
  private record Shares(Map<Part, Double> errors, long refused) {}

  @Override
  public Integer call() throws IOException {
    if (brief) {
      seeds = 1;
      events = 4000;
    }
    System.out.print("errors, to those of the same learner unharmed\n%-22s".formatted(""));
    for (Part part : Part.values()) {
      System.out.printf("%12s", name(part));
    }
    System.out.printf("%10s%10s%n", "unharmed", "refused");
    for (Concept concept : Concept.values()) {
      Shares unharmed = mean(concept, harm -> play(harm, harm.clean(), GUARDED));
      Shares guarded = mean(concept, harm -> play(harm, harm.harmed(), GUARDED));
      json.write(print(title(concept), unharmed, guarded));
      Shares unguarded = mean(concept, harm -> play(harm, harm.harmed(), UNGUARDED));
      json.write(print(title(concept) + ", no gate", unharmed, unguarded));
    }
    return 0;
  }

  private static Shares play(Harm harm, double[][] rows, String gate) {
    Service service = new Service(harm, gate);
    return new Shares(service.errors(rows, harm.clean()), service.refused());
  }

  private Shares mean(Concept concept, Function<Harm, Shares> play) {
    List<Shares> each =
        LongStream.rangeClosed(1, seeds)
            .parallel()
            .mapToObj(seed -> play.apply(new Harm(concept, seed, events)))
            .toList();
    Map<Part, Double> errors = new EnumMap<>(Part.class);
    long refused = 0;
    for (Shares one : each) {
      one.errors.forEach((part, share) -> errors.merge(part, share / seeds, Double::sum));
      refused += one.refused;
    }
    return new Shares(errors, refused / seeds);
  }

  private static Map<String, Object> print(String title, Shares unharmed, Shares harmed) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("stream", title);
    System.out.printf("%-22s", title);
    double mean = 0;
    for (Part part : Part.values()) {
      double clean = unharmed.errors.getOrDefault(part, 0.);
      double errors = harmed.errors.getOrDefault(part, 0.);
      mean += (part.until - part.from) / 0.6 * clean;
      if (clean > 0) {
        line.put(name(part), errors / clean);
        System.out.printf(Locale.ROOT, "%12.2f", errors / clean);
      } else {
        line.put(name(part), null);
        System.out.printf("%12s", errors > 0 ? "some" : "none");
      }
    }
    line.put("unharmed", mean);
    line.put("refused", harmed.refused);
    System.out.printf(Locale.ROOT, "%10.4f%10d%n", mean, harmed.refused);
    return line;
  }

  private static String title(Concept concept) {
    return concept.name().toLowerCase(Locale.ROOT);
  }

  private static String name(Part part) {
    return part.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

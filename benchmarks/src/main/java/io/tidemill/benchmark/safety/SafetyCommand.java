package io.tidemill.benchmark.safety;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemill.benchmark.drift.Concept;
import io.tidemill.benchmark.safety.Harm.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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
  private static final String UNGUARDED = "{quarantine: false, tolerance: 1000}";

  @Option(names = "--json", paramLabel = "FILE", description = "One JSON object a line, too.")
  private @Nullable Path json;

  @Option(names = "--seeds", description = "Streams of each kind. Default: ${DEFAULT-VALUE}.")
  private int seeds = 3;

  @Option(names = "--events", description = "Of a stream. Default: ${DEFAULT-VALUE}.")
  private int events = 30_000;

  @Option(names = "--short", description = "One short stream of each kind: that it runs.")
  private boolean brief;

  public static void main(String[] args) {
    System.exit(new CommandLine(new SafetyCommand()).execute(args));
  }

  /** Errors by part, of the streams of all seeds together. */
  private record Shares(Map<Part, Double> clean, Map<Part, Double> harmed, long refused) {}

  @Override
  public Integer call() throws IOException {
    if (brief) {
      seeds = 1;
      events = 4000;
    }
    StringBuilder lines = new StringBuilder();
    System.out.print("errors, to those of the same learner unharmed\n%-22s".formatted(""));
    for (Part part : Part.values()) {
      System.out.printf("%12s", name(part));
    }
    System.out.printf("%10s%10s%n", "unharmed", "refused");
    for (Concept concept : Concept.values()) {
      for (boolean guarded : new boolean[] {true, false}) {
        Shares shares = shares(concept, guarded ? GUARDED : UNGUARDED);
        lines.append(print(concept, guarded, shares)).append('\n');
      }
    }
    if (json != null) {
      Files.writeString(json, lines, StandardCharsets.UTF_8);
    }
    return 0;
  }

  private Shares shares(Concept concept, String gate) {
    List<Shares> each =
        LongStream.rangeClosed(1, seeds)
            .parallel()
            .mapToObj(seed -> play(concept, seed, gate))
            .toList();
    Shares sum = new Shares(new LinkedHashMap<>(), new LinkedHashMap<>(), 0);
    long refused = 0;
    for (Shares one : each) {
      one.clean.forEach((part, share) -> sum.clean.merge(part, share / seeds, Double::sum));
      one.harmed.forEach((part, share) -> sum.harmed.merge(part, share / seeds, Double::sum));
      refused += one.refused;
    }
    return new Shares(sum.clean, sum.harmed, refused / seeds);
  }

  private Shares play(Concept concept, long seed, String gate) {
    Harm harm = new Harm(concept, seed, events);
    double[][] clean = harm.clean();
    Map<Part, Double> unharmed = new Service(harm, GUARDED).errors(clean, clean);
    Service service = new Service(harm, gate);
    return new Shares(unharmed, service.errors(harm.harmed(), clean), service.refused());
  }

  private static String print(Concept concept, boolean guarded, Shares shares) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    String title = concept.name().toLowerCase(Locale.ROOT) + (guarded ? "" : ", no gate");
    line.put("stream", title);
    System.out.printf("%-22s", title);
    double mean = 0;
    for (Part part : Part.values()) {
      double clean = shares.clean.getOrDefault(part, 0.);
      double ratio = shares.harmed.getOrDefault(part, 0.) / clean;
      mean += (part.until - part.from) / 0.6 * clean;
      line.put(name(part), Double.isFinite(ratio) ? ratio : null);
      System.out.printf(Locale.ROOT, "%12.2f", ratio);
    }
    line.put("unharmed", mean);
    line.put("refused", shares.refused);
    System.out.printf(Locale.ROOT, "%10.4f%10d%n", mean, shares.refused);
    return new ObjectMapper().writeValueAsString(line);
  }

  private static String name(Part part) {
    return part.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

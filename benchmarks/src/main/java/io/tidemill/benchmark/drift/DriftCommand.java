package io.tidemill.benchmark.drift;

import io.tidemill.benchmark.JsonLines;
import io.tidemill.benchmark.Median;
import io.tidemill.drift.Adwin;
import io.tidemill.drift.Ddm;
import io.tidemill.drift.DriftDetector;
import io.tidemill.drift.Eddm;
import io.tidemill.drift.Kswin;
import io.tidemill.drift.PageHinkley;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures detectors, and learners that react, on generated streams with known changes. */
@Command(
    name = "benchmarks/run drift",
    mixinStandardHelpOptions = true,
    description = "Changes of generated streams: how they are found and how soon they are over.",
    sortOptions = false)
public final class DriftCommand implements Callable<Integer> {

  /** Events at the start in which the learner learns its first rule: alarms do not count. */
  private static final int START = 2000;

  private static final int DUMMIES = 50;

  @Mixin private JsonLines json = new JsonLines();

  @Option(names = "--seeds", description = "Streams of each kind. Default: ${DEFAULT-VALUE}.")
  private int seeds = 3;

  @Option(names = "--first-seed", description = "Default: ${DEFAULT-VALUE}.")
  private long firstSeed = 1;

  @Option(names = "--stretch", description = "Events between changes. Default: ${DEFAULT-VALUE}.")
  private int stretch = 8000;

  @Option(names = "--changes", description = "Of each stream. Default: ${DEFAULT-VALUE}.")
  private int changes = 3;

  @Option(names = "--short", description = "One stream of each kind: that it runs, not how well.")
  private boolean brief;

  public static void main(String[] args) {
    System.exit(new CommandLine(new DriftCommand()).execute(args));
  }

  /** A detector under a name, and whether it is given errors. */
  private record Candidate(String name, DriftDetector detector, boolean errors) {}

  private static List<Candidate> candidates() {
    return List.of(
        new Candidate("adwin, loss", new Adwin(), false),
        new Candidate("adwin, error", new Adwin(), true),
        new Candidate("page-hinkley, loss", new PageHinkley(), false),
        new Candidate("page-hinkley, error", new PageHinkley(), true),
        new Candidate("kswin, loss", new Kswin(), false),
        new Candidate("ddm, error", new Ddm(), true),
        new Candidate("eddm, error", new Eddm(), true));
  }

  @Override
  public Integer call() throws IOException {
    if (brief) {
      seeds = 1;
      stretch = 2500;
      changes = 1;
    }
    List<DriftingStream> streams = new ArrayList<>();
    List<Played> plain = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    System.out.printf(
        "%-22s %8s %8s %10s %8s %8s %10s %8s %6s%n",
        "stream", "level", "peak", "events", "lost", "level", "events", "lost", "ratio");
    for (Change change : Change.values()) {
      for (Concept concept : Concept.values()) {
        List<DriftingStream> some = streams(concept, change);
        List<Played> without = play(some, false);
        streams.addAll(some);
        plain.addAll(without);
        if (change != Change.NONE) {
          recovery(some.get(0), without, play(some, true), ratios);
        }
      }
      if (change != Change.NONE) {
        System.out.printf(
            Locale.ROOT,
            "%-22s median of the ratios %.2f%n",
            change.name().toLowerCase(Locale.ROOT),
            Median.of(ratios));
        ratios.clear();
      }
    }
    System.out.printf(
        "%n%-22s %-9s %8s %12s %12s %8s%n",
        "detector", "", "delay", "false/10k", "false/hour*", "missed");
    for (Change change : List.of(Change.ABRUPT, Change.GRADUAL, Change.RECURRING)) {
      System.out.println(change.name().toLowerCase(Locale.ROOT));
      for (Candidate candidate : candidates()) {
        detection(candidate, change, streams, plain);
      }
    }
    System.out.println("* at one event a second");
    return 0;
  }

  private List<DriftingStream> streams(Concept concept, Change change) {
    return LongStream.range(firstSeed, firstSeed + seeds)
        .mapToObj(seed -> new DriftingStream(concept, change, seed, stretch, changes + 1))
        .toList();
  }

  private static List<Played> play(List<DriftingStream> streams, boolean reacts) {
    return streams.parallelStream().map(stream -> Played.of(stream, reacts)).toList();
  }

  private void recovery(
      DriftingStream stream, List<Played> without, List<Played> with, List<Double> ratios)
      throws IOException {
    Recovery plain = Recovery.of(without, stream);
    Recovery reacting = Recovery.of(with, stream);
    double ratio = reacting.events() / plain.events();
    // A learner that is not back before the next change takes at least as long as there is.
    double most = Double.isNaN(plain.events()) ? reacting.events() / stream.stretch() : ratio;
    ratios.add(Double.isNaN(most) ? Double.POSITIVE_INFINITY : most);
    System.out.printf(
        Locale.ROOT,
        "%-22s %8.3f %8.3f %10.0f %8.0f %8.3f %10.0f %8.0f %6.2f%n",
        stream.title(),
        plain.level(),
        plain.peak(),
        plain.events(),
        plain.lost(),
        reacting.level(),
        reacting.events(),
        reacting.lost(),
        most);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("stream", stream.title());
    result.put("plain", plain);
    result.put("reacting", reacting);
    json.write(result);
  }

  private void detection(
      Candidate candidate, Change change, List<DriftingStream> streams, List<Played> plain)
      throws IOException {
    List<DriftingStream> some = new ArrayList<>();
    List<double[]> values = new ArrayList<>();
    for (int i = 0; i < streams.size(); i++) {
      if (streams.get(i).change() == change || streams.get(i).change() == Change.NONE) {
        some.add(streams.get(i));
        values.add(candidate.errors ? plain.get(i).errors() : plain.get(i).losses());
      }
    }
    Detection found =
        Detection.of(Detection.alarms(candidate.detector, values), some, Math.min(START, stretch));
    long events = 0;
    for (DriftingStream stream : some) {
      events += stream.events() - Math.min(START, stretch);
    }
    List<Double> delays = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    List<Double> misses = new ArrayList<>();
    for (int seed = 0; seed < DUMMIES; seed++) {
      double rate = (double) found.alarms() / events;
      Detection dummy =
          Detection.of(
              Detection.dummy(rate, some.size(), some.get(0).events(), seed),
              some,
              Math.min(START, stretch));
      delays.add(Double.isNaN(dummy.delay()) ? Double.MAX_VALUE : dummy.delay());
      rates.add(dummy.falsePer10k());
      misses.add(dummy.missed());
    }
    double delay = Median.of(delays);
    print(candidate.name, "", found.delay(), found.falsePer10k(), found.missed());
    print(
        "",
        "dummy",
        delay == Double.MAX_VALUE ? Double.NaN : delay,
        Median.of(rates),
        Median.of(misses));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("detector", candidate.name);
    result.put("change", change.name().toLowerCase(Locale.ROOT));
    result.put("delay", found.delay());
    result.put("falsePer10k", found.falsePer10k());
    result.put("missed", found.missed());
    result.put("dummyDelay", delay == Double.MAX_VALUE ? Double.NaN : delay);
    result.put("dummyFalsePer10k", Median.of(rates));
    result.put("dummyMissed", Median.of(misses));
    json.write(result);
  }

  private static void print(
      String name, String kind, double delay, double falsePer10k, double missed) {
    System.out.printf(
        Locale.ROOT,
        "%-22s %-9s %8.0f %12.2f %12.2f %8.2f%n",
        name,
        kind,
        delay,
        falsePer10k,
        0.36 * falsePer10k,
        missed);
  }
}

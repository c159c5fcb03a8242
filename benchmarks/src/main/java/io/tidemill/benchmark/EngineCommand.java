package io.tidemill.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/**
 * Measures the engine, ONNX Runtime and PyTorch in turns, one thread each, after a check that they
 * compute the same. Close what else runs: a neighbour on the other core shows in the figures.
 */
@Command(
    name = "benchmarks/run engine",
    mixinStandardHelpOptions = true,
    description = "The engine beside ONNX Runtime (forward) and PyTorch (forward and training).",
    sortOptions = false)
public final class EngineCommand implements Callable<Integer> {

  @Mixin private JsonLines json = new JsonLines();

  @Option(names = "--cases", description = "Those in whose names this is found. Default: all.")
  private Pattern cases = Pattern.compile("");

  @Option(names = "--rounds", description = "Of all three in turns. Default: ${DEFAULT-VALUE}.")
  private int rounds = 3;

  @Option(
      names = "--seconds",
      description = "To measure one in a round, after 5 of warm-up. Default: ${DEFAULT-VALUE}.")
  private double seconds = 2;

  @Option(
      names = "--short",
      description = "One round of a second each: that it runs, not how fast.")
  private boolean brief;

  @Option(
      names = "--shapes",
      description = "Odd shapes beside good ones, the engine alone, in place of the cases.")
  private boolean shapes;

  @Option(names = "--python", description = "A Python with PyTorch. Default: ${DEFAULT-VALUE}.")
  private List<String> pythons = List.of("python3", "/usr/bin/python3");

  private EngineCommand() {}

  /** Runs the command; the exit code is 0 when every case was measured. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new EngineCommand())
            .setExecutionExceptionHandler(EngineCommand::complain)
            .execute(arguments));
  }

  private static int complain(Exception e, CommandLine command, ParseResult parsed) {
    command.getErr().println("benchmarks/run engine: " + e.getMessage());
    return 1;
  }

  @Override
  public Integer call() throws Exception {
    return shapes ? measureShapes() : measureCases();
  }

  private int measureShapes() throws RunnerException {
    double peak = peak();
    System.out.println(ShapeResult.header());
    Map<String, ShapeResult> results = new HashMap<>();
    for (Shape shape : Shape.all()) {
      if (cases.matcher(shape.name()).find() || cases.matcher(shape.good()).find()) {
        double micros = jmh("ShapeStep.engine", shape.name(), 0);
        ShapeResult result = new ShapeResult(shape, micros, shape.flops() / micros / 1000);
        results.put(shape.name(), result);
        System.out.println(result.line(results.get(shape.good()), peak));
      }
    }
    return 0;
  }

  /** What a core does at most, GFLOP/s. */
  private double peak() throws RunnerException {
    double peak = PeakStep.FLOPS / jmh("PeakStep.engine", "", 0) / 1000;
    System.out.printf("a core does %.0f GFLOP/s, multiply-adds in registers%n", peak);
    return peak;
  }

  private int measureCases() throws Exception {
    String python = PyTorch.find(pythons);
    Path directory = Files.createTempDirectory("tidemill-benchmarks-");
    Numbers numbers = new Numbers(directory);
    numbers.use();
    try (PyTorch pyTorch = PyTorch.start(python)) {
      PyTorch.export(python, directory);
      double peak = peak();
      System.out.println(Result.header());
      for (Case one : Case.values()) {
        if (cases.matcher(one.title()).find()) {
          measure(one, pyTorch, peak);
        }
      }
      return 0;
    } finally {
      delete(directory);
    }
  }

  private void measure(Case one, PyTorch pyTorch, double peak) throws Exception {
    List<Integer> bundles = brief ? one.rows().stream().limit(1).toList() : one.rows();
    if (!bundles.isEmpty()) {
      Agreement.ofOutputs(one);
    }
    for (int rows : bundles) {
      List<Double> ours = new ArrayList<>();
      List<Double> onnx = new ArrayList<>();
      List<Double> torch = new ArrayList<>();
      for (int round = 0; round < rounds(); round++) {
        ours.add(jmh("ForwardStep.engine", one.title(), rows));
        onnx.add(jmh("ForwardStep.onnxRuntime", one.title(), rows));
        torch.add(pyTorch.forward(one, rows, seconds()));
      }
      double flops = rows * Flops.forward(one.network());
      report(Result.of(one.title(), rows, ours, "onnxruntime", onnx, flops, peak));
      report(Result.of(one.title(), rows, ours, "pytorch", torch, flops, peak));
    }
    if (one.loss() != null) {
      Agreement.ofLosses(one);
      List<Double> ours = new ArrayList<>();
      List<Double> torch = new ArrayList<>();
      for (int round = 0; round < rounds(); round++) {
        ours.add(jmh("TrainingStep.engine", one.title(), 0));
        torch.add(pyTorch.train(one, seconds()));
      }
      String title = one.title() + "-train";
      double flops = Case.BATCH * one.steps() * Flops.training(one.network());
      report(Result.of(title, Case.BATCH, ours, "pytorch", torch, flops, peak));
    }
  }

  private int rounds() {
    return brief ? 1 : rounds;
  }

  private double seconds() {
    return brief ? 1 : seconds;
  }

  /** The median time of a step, microseconds, in a JVM of its own. */
  private double jmh(String benchmark, String network, int rows) throws RunnerException {
    int samples = 5;
    OptionsBuilder options = new OptionsBuilder();
    options.include("\\." + Pattern.quote(benchmark) + "$");
    if (!network.isEmpty()) {
      options.param("network", network);
    }
    if (rows > 0) {
      options.param("rows", String.valueOf(rows));
    }
    options.forks(1).warmupIterations(brief ? 1 : 5).warmupTime(TimeValue.seconds(1));
    options.measurementIterations(samples);
    options.measurementTime(TimeValue.milliseconds((long) (1000 * seconds() / samples)));
    options.jvmArgsAppend(Numbers.options());
    options.verbosity(VerboseMode.SILENT).shouldFailOnError(true);
    RunResult result = new Runner(options.build()).runSingle();
    return result.getPrimaryResult().getStatistics().getPercentile(50);
  }

  private void report(Result result) throws IOException {
    System.out.println(result.line());
    json.write(result);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

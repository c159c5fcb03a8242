package io.tidemill.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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

  @Option(names = "--json", paramLabel = "FILE", description = "One JSON object a line, too.")
  private @Nullable Path json;

  @Option(names = "--cases", description = "Those in whose names this is found. Default: all.")
  private Pattern cases = Pattern.compile("");

  @Option(names = "--rounds", description = "Of all three in turns. Default: ${DEFAULT-VALUE}.")
  private int rounds = 3;

  @Option(
      names = "--seconds",
      description = "To measure one in a round, after 3 of warm-up. Default: ${DEFAULT-VALUE}.")
  private double seconds = 2;

  @Option(
      names = "--short",
      description = "One round of a second each: that it runs, not how fast.")
  private boolean brief;

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
    String python = PyTorch.find(pythons);
    Path directory = Files.createTempDirectory("tidemill-benchmarks-");
    Numbers numbers = new Numbers(directory);
    numbers.use();
    try (PyTorch pyTorch = PyTorch.start(python);
        PrintWriter out =
            json == null ? null : new PrintWriter(json.toFile(), StandardCharsets.UTF_8)) {
      PyTorch.export(python, directory);
      System.out.println(Result.header());
      for (Case one : Case.values()) {
        if (cases.matcher(one.title()).find()) {
          measure(one, numbers, pyTorch, out);
        }
      }
      return 0;
    } finally {
      delete(directory);
    }
  }

  private void measure(Case one, Numbers numbers, PyTorch pyTorch, @Nullable PrintWriter out)
      throws Exception {
    List<Integer> bundles = brief ? one.rows().stream().limit(1).toList() : one.rows();
    if (!bundles.isEmpty()) {
      Agreement.ofOutputs(one);
    }
    for (int rows : bundles) {
      List<Double> ours = new ArrayList<>();
      List<Double> onnx = new ArrayList<>();
      List<Double> torch = new ArrayList<>();
      for (int round = 0; round < rounds(); round++) {
        ours.add(jmh("ForwardStep.engine", one, rows, numbers));
        onnx.add(jmh("ForwardStep.onnxRuntime", one, rows, numbers));
        torch.add(pyTorch.forward(one, rows, seconds()));
      }
      report(Result.of(one.title(), rows, ours, "onnxruntime", onnx), out);
      report(Result.of(one.title(), rows, ours, "pytorch", torch), out);
    }
    if (one.loss() != null) {
      Agreement.ofLosses(one);
      List<Double> ours = new ArrayList<>();
      List<Double> torch = new ArrayList<>();
      for (int round = 0; round < rounds(); round++) {
        ours.add(jmh("TrainingStep.engine", one, 0, numbers));
        torch.add(pyTorch.train(one, seconds()));
      }
      report(Result.of(one.title() + "-train", Case.BATCH, ours, "pytorch", torch), out);
    }
  }

  private int rounds() {
    return brief ? 1 : rounds;
  }

  private double seconds() {
    return brief ? 1 : seconds;
  }

  /** The median time of a step, microseconds, in a JVM of its own. */
  private double jmh(String benchmark, Case one, int rows, Numbers numbers) throws RunnerException {
    int samples = 5;
    OptionsBuilder options = new OptionsBuilder();
    options.include("\\." + Pattern.quote(benchmark) + "$");
    options.param("network", one.title());
    if (rows > 0) {
      options.param("rows", String.valueOf(rows));
    }
    options.forks(1).warmupIterations(brief ? 1 : 3).warmupTime(TimeValue.seconds(1));
    options.measurementIterations(samples);
    options.measurementTime(TimeValue.milliseconds((long) (1000 * seconds() / samples)));
    options.jvmArgsAppend("--add-modules=jdk.incubator.vector", numbers.option());
    options.verbosity(VerboseMode.SILENT).shouldFailOnError(true);
    RunResult result = new Runner(options.build()).runSingle();
    return result.getPrimaryResult().getStatistics().getPercentile(50);
  }

  private static void report(Result result, @Nullable PrintWriter out) throws IOException {
    System.out.println(result.line());
    if (out != null) {
      out.println(new ObjectMapper().writeValueAsString(result));
      out.flush();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

package io.tidemill.benchmark;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** PyTorch in a process of its own, which peers.py drives and times. */
final class PyTorch implements AutoCloseable {
  private static final String SCRIPT = "benchmarks/src/main/python/peers.py";
  private static final int WARM_UP = 5; // steps

  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter questions;

  private PyTorch(Process process) {
    this.process = process;
    answers = process.inputReader(StandardCharsets.UTF_8);
    questions = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
  }

  /** The first of these commands that starts a Python with PyTorch. */
  static String find(List<String> pythons) throws IOException, InterruptedException {
    for (String python : pythons) {
      if (run(List.of(python, "-c", "import torch, numpy"), Redirect.DISCARD) == 0) {
        return python;
      }
    }
    throw new IOException(
        "PyTorch is in none of "
            + pythons
            + ": install it, for example with 'apt-get install python3-torch', or name a Python"
            + " that has it with --python");
  }

  /** Writes the networks of all cases into a directory. */
  static void export(String python, Path directory) throws IOException, InterruptedException {
    if (run(
            List.of(python, "-W", "ignore", SCRIPT, "export", directory.toString()),
            Redirect.INHERIT)
        != 0) {
      throw new IOException(SCRIPT + " export has failed: see above");
    }
  }

  private static int run(List<String> command, Redirect errors)
      throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command)
          .redirectInput(new File("/dev/null"))
          .redirectOutput(Redirect.DISCARD)
          .redirectError(errors)
          .start()
          .waitFor();
    } catch (IOException e) {
      if (errors.equals(Redirect.DISCARD)) {
        return 1; // there is no such command
      }
      throw e;
    }
  }

  static PyTorch start(String python) throws IOException {
    return new PyTorch(
        new ProcessBuilder(python, SCRIPT, "time").redirectError(Redirect.INHERIT).start());
  }

  /** The median time of a forward step, microseconds, over about so many seconds. */
  double forward(Case one, int rows, double seconds) throws IOException {
    return median("forward " + one.title() + " " + rows, seconds);
  }

  /** The median time of a training step, microseconds, over about so many seconds. */
  double train(Case one, double seconds) throws IOException {
    return median("train " + one.title(), seconds);
  }

  private double median(String step, double seconds) throws IOException {
    ask(step, WARM_UP);
    double estimate = ask(step, WARM_UP);
    List<Double> times = new ArrayList<>();
    int samples = 5;
    int count = (int) Math.max(1, seconds * 1e6 / samples / estimate);
    for (int i = 0; i < samples; i++) {
      times.add(ask(step, count));
    }
    return Median.of(times);
  }

  private double ask(String step, int count) throws IOException {
    questions.println(step + " " + count);
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException(SCRIPT + " ended before it answered '" + step + "': see above");
    }
    return Double.parseDouble(answer) / 1000;
  }

  @Override
  public void close() throws IOException {
    questions.close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

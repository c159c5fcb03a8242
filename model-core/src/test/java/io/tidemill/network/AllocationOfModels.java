package io.tidemill.network;

import com.sun.management.ThreadMXBean;
import io.tidemill.math.Matrix;
import io.tidemill.network.Models.Example;
import io.tidemill.serve.Predictor;
import io.tidemill.train.SequenceBatch;
import java.lang.management.ManagementFactory;
import java.util.List;

/** Prints which models allocate in service or by a gradient once the kernels are compiled. */
final class AllocationOfModels {
  private static final int ROWS = 4;
  private static final int CALLS = 50;
  private static final long WARM_UP_NANOS = 50_000_000;

  private AllocationOfModels() {}

  /** How long the JVM takes to compile is its own affair: hence the attempts. */
  public static void main(String[] arguments) {
    List<Example> examples = Models.all().toList();
    for (Example example : examples) {
      report(example, "a step in service", step(example));
      report(example, "a gradient", gradient(example));
    }
    System.out.print(examples.size() + " models");
  }

  private static void report(Example example, String what, Runnable call) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 200 && least > 0; attempt++) {
      long end = System.nanoTime() + WARM_UP_NANOS;
      while (System.nanoTime() < end) {
        call.run();
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        call.run();
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    if (least > 0) {
      System.out.println(example + ": " + least / CALLS + " bytes by " + what);
    }
  }

  private static Runnable step(Example example) {
    Network network = example.model().served();
    Predictor predictor = new Predictor(network, ROWS);
    predictor.load(example.model().served(Parameters.initial(example.model(), 1)));
    Matrix x = new Matrix(ROWS, network.inputSize()).fill(0.5f);
    Matrix memory = new Matrix(ROWS, network.stateSize());
    Matrix y = new Matrix(ROWS, network.outputSize());
    return () -> predictor.step(x, memory, y);
  }

  private static Runnable gradient(Example example) {
    Model model = example.model();
    SequenceBatch rows = SequenceBatch.of(ROWS, Models.STEPS, model, example.loss());
    while (rows.rows() < ROWS) {
      rows.add();
    }
    Batch batch = rows.matrices();
    for (int t = 0; t < batch.steps(); t++) {
      batch.x()[t].fill(0.5f);
      batch.target()[t].fill(1);
      batch.weight()[t].fill(1);
    }
    Objective objective = model.objective(example.loss(), ROWS, Models.STEPS);
    Parameters weights = Parameters.initial(model, 1);
    float[] gradient = new float[weights.data().length];
    int turns = model.turns().size();
    return () -> {
      for (int turn = 0; turn < turns; turn++) {
        objective.load(weights);
        objective.addGradient(turn, batch, 1e-3, 7, gradient);
        objective.follow(weights.data());
      }
    };
  }
}

package io.tidemill.benchmark;

import io.tidemill.loss.Loss;
import io.tidemill.network.Network;
import io.tidemill.network.Parameters;
import io.tidemill.optimizer.Adam;
import io.tidemill.train.SequenceBatch;
import io.tidemill.train.Trainer;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One step of Adam on a batch of 32: forward, backward, update. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls setUp() first
public class TrainingStep {
  private static final double RATE = 1e-3; // as in peers.py

  @Param("lstm-16-64-1")
  public String network;

  private Trainer trainer;
  private SequenceBatch batch;

  /** Called by JMH before the first step. */
  @Setup
  public void setUp() throws IOException {
    setUp(Case.of(network));
  }

  private void setUp(Case one) throws IOException {
    Numbers numbers = Numbers.ofRun();
    Network layers = one.network();
    Loss loss = Objects.requireNonNull(one.loss());
    trainer = new Trainer(layers, loss, new Adam(RATE), 0, 0, 1, Case.BATCH, one.steps());
    batch = SequenceBatch.of(Case.BATCH, one.steps(), layers, loss);
    while (batch.rows() < batch.capacity()) {
      batch.add();
    }
    float[] x = numbers.read(one, "train-x");
    float[] target = numbers.read(one, "train-target");
    for (int t = 0; t < one.steps(); t++) {
      int inputs = batch.x(t).data().length;
      int targets = batch.target(t).data().length;
      System.arraycopy(x, t * inputs, batch.x(t).data(), 0, inputs);
      System.arraycopy(target, t * targets, batch.target(t).data(), 0, targets);
      batch.weight(t).fill(1);
    }
  }

  @Benchmark
  public double engine() {
    return trainer.learn(batch);
  }

  /** The loss of the batch of a case with the weights that its peers begin with. */
  static double loss(Case one) throws IOException {
    TrainingStep step = new TrainingStep();
    step.setUp(one);
    float[] weights = Numbers.ofRun().weights(one);
    return step.trainer.loss(new Parameters(one.network().parameters(), weights), step.batch);
  }
}

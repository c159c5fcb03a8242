package io.tidemill.benchmark;

import ai.onnxruntime.OrtException;
import java.io.IOException;

/** Whether all three compute the same: what they say to the same inputs with the same weights. */
final class Agreement {
  private static final int ROWS = 64; // as in peers.py
  private static final double TOLERANCE = 1e-4;

  private Agreement() {}

  /** Fails with the largest difference if the outputs of a forward step differ. */
  static void ofOutputs(Case one) throws IOException, OrtException {
    float[] pyTorch = Numbers.ofRun().read(one, "y");
    require(one, "the engine", ForwardStep.ofEngine(one, ROWS), pyTorch);
    require(one, "ONNX Runtime", ForwardStep.ofOnnxRuntime(one, ROWS), pyTorch);
  }

  /** Fails if the losses of the first training step differ. */
  static void ofLosses(Case one) throws IOException {
    float[] pyTorch = Numbers.ofRun().read(one, "train-loss");
    require(one, "the engine", new float[] {(float) TrainingStep.loss(one)}, pyTorch);
  }

  private static void require(Case one, String who, float[] found, float[] expected) {
    double worst = found.length == expected.length ? 0 : Double.NaN;
    for (int i = 0; i < Math.min(found.length, expected.length); i++) {
      double difference = Math.abs(found[i] - expected[i]) / (1 + Math.abs(expected[i]));
      worst = difference <= worst ? worst : difference;
    }
    if (!(worst <= TOLERANCE)) {
      throw new IllegalStateException(
          "%s: %s and PyTorch differ by %.2g, at most %.2g is allowed: a ratio would say nothing"
              .formatted(one.title(), who, worst, TOLERANCE));
    }
  }
}

package io.tidemill.inference;

import io.tidemill.alert.Detector;
import io.tidemill.feature.FeatureScaling;
import io.tidemill.math.Matrix;
import io.tidemill.schema.message.Output;
import io.tidemill.schema.message.Prediction;
import java.util.ArrayList;
import java.util.List;

/**
 * The inputs of the network as it rebuilds them, compared with what they were; all scaled as the
 * network sees them.
 *
 * @param inputs their names
 */
record RebuiltAnswers(List<String> inputs) implements TaskAnswers {

  /** What went in, then what came out. */
  @Override
  public int width() {
    return 2 * inputs.size();
  }

  /** How odd the event is: what it looked like is told by its features. */
  @Override
  public int servedWidth() {
    return 1;
  }

  @Override
  public void serve(double[] answer, int from, double[] served) {
    served[0] = score(answer, from);
  }

  @Override
  public List<String> readings() {
    return inputs;
  }

  @Override
  public void read(
      double[] observed, int at, double[] expected, double[] answer, int from, Detector detector) {
    for (int i = 0; i < inputs.size(); i++) {
      detector.reading(i, answer[from + i], answer[from + inputs.size() + i]);
    }
  }

  @Override
  public void write(
      double[] observed,
      int at,
      FeatureScaling scaling,
      Matrix x,
      Matrix y,
      int i,
      double[] answer,
      int from) {
    for (int column = 0; column < inputs.size(); column++) {
      answer[from + column] = x.data()[x.offset(i) + column];
      answer[from + inputs.size() + column] = y.data()[y.offset(i) + column];
    }
  }

  /** The mean square of the differences. */
  @Override
  public double score(double[] answer, int from) {
    double sum = 0;
    for (int i = 0; i < inputs.size(); i++) {
      double error = answer[from + inputs.size() + i] - answer[from + i];
      sum += error * error;
    }
    return sum / inputs.size();
  }

  @Override
  public void tell(double[] answer, int from, Prediction prediction) {
    List<Output> outputs = new ArrayList<>(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      outputs.add(new Output(inputs.get(i), 0, answer[from + inputs.size() + i], null));
    }
    prediction.setOutputs(outputs);
  }
}

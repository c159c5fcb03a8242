package io.tidemill.inference;

import io.tidemill.feature.Classification;
import io.tidemill.feature.FeatureScaling;
import io.tidemill.math.Matrix;
import io.tidemill.schema.message.Output;
import io.tidemill.schema.message.Prediction;
import io.tidemill.serve.Softmax;
import java.util.ArrayList;
import java.util.List;

/** The likeliest class of the event itself, and the probability of each; remembers nothing. */
final class ClassAnswers implements TaskAnswers {
  private final String label;
  private final List<String> classes;
  private final float[] probabilities;

  ClassAnswers(Classification task) {
    label = task.label();
    classes = task.classes();
    probabilities = new float[classes.size()];
  }

  /** Probabilities, then the index of the likeliest. */
  @Override
  public int width() {
    return classes.size() + 1;
  }

  /** The probabilities alone. */
  @Override
  public int servedWidth() {
    return classes.size();
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
    answer[from + classes.size()] = Softmax.of(y, i, probabilities);
    for (int k = 0; k < probabilities.length; k++) {
      answer[from + k] = probabilities[k];
    }
  }

  @Override
  public void tell(double[] answer, int from, Prediction prediction) {
    List<Output> outputs = new ArrayList<>(classes.size());
    for (int k = 0; k < classes.size(); k++) {
      outputs.add(new Output(label, 0, answer[from + k], classes.get(k)));
    }
    prediction.setOutputs(outputs);
    prediction.setClass$(classes.get((int) answer[from + classes.size()]));
  }
}

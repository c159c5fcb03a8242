package io.tidemill.pipeline;

import io.tidemill.feature.Classification;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Featurizer;
import io.tidemill.feature.Forecast;
import io.tidemill.feature.Reconstruction;
import io.tidemill.feature.Task;
import io.tidemill.loss.BinaryCrossEntropy;
import io.tidemill.loss.CategoricalCrossEntropy;
import io.tidemill.loss.ErrorLoss;
import io.tidemill.loss.Loss;
import io.tidemill.loss.SparseCrossEntropy;
import io.tidemill.loss.SquaredError;
import io.tidemill.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of {@code model}; sizes come from the features. */
final class ModelSection extends Section<ModelSection.Declared> {

  private enum TaskName {
    FORECAST,
    CLASSIFY,
    RECONSTRUCT
  }

  private static final Key<TaskName> TASK =
      Key.optional(
          "task",
          Kebab.oneOf(TaskName.class),
          "forecast",
          "What the network is to do: forecast numbers, classify events, or reconstruct what it is"
              + " given (an autoencoder).");
  private static final Key<List<String>> TARGET =
      Key.optional("target", Lists.oneOrMore(Scalars.NAME, 1024), "The number(s) to forecast.");
  private static final Key<List<Integer>> HORIZON =
      Key.optional(
          "horizon",
          Lists.oneOrMore(Scalars.size(1, 1024), 1024),
          "1",
          "How many events of the key ahead; several in ascending order.");
  private static final Key<Forecast.Base> BASE =
      Key.optional(
          "base",
          Kebab.oneOf(Forecast.Base.class),
          "last",
          "What the network corrects: the last known value, or the mean of the key.");
  private static final Key<String> LABEL =
      Key.optional("label", Scalars.NAME, "The field with an event's class, once it is known.");
  private static final Key<List<String>> CLASSES =
      Key.optional(
          "classes",
          new ClassesShape(),
          "The names of the classes; a number n for the names 0 to n - 1.");
  private static final Key<LayerStack> LAYERS =
      Key.required(
          "layers",
          LayerStack.SHAPE,
          "the layers of the network with their sizes, such as [gru: 32, dense]");

  private static final List<Key<?>> OF_FORECAST = List.of(TARGET, HORIZON, BASE);
  private static final List<Key<?>> OF_CLASSIFICATION = List.of(LABEL, CLASSES);

  ModelSection() {
    super(List.of(TASK, TARGET, HORIZON, BASE, LABEL, CLASSES, LAYERS));
  }

  @Override
  void check(Values values) {
    TaskName task = values.find(TASK);
    if (task == null) {
      return;
    }
    List<Key<?>> others = new ArrayList<>();
    if (task != TaskName.FORECAST) {
      others.addAll(OF_FORECAST);
    }
    if (task != TaskName.CLASSIFY) {
      others.addAll(OF_CLASSIFICATION);
    }
    for (Key<?> key : others) {
      if (values.isWritten(key)) {
        values.problem(key, "does not go with task: " + Kebab.of(task));
      }
    }
    List<Key<?>> needed =
        switch (task) {
          case FORECAST -> List.of(TARGET);
          case CLASSIFY -> OF_CLASSIFICATION;
          case RECONSTRUCT -> List.of();
        };
    for (Key<?> key : needed) {
      if (!values.isWritten(key)) {
        values.missing(key, key.doc());
      }
    }
  }

  @Override
  Declared build(Values values) {
    Task task =
        switch (values.get(TASK)) {
          case FORECAST -> new Forecast(values.get(TARGET), values.get(HORIZON), values.get(BASE));
          case CLASSIFY -> new Classification(values.get(LABEL), values.get(CLASSES));
          case RECONSTRUCT -> new Reconstruction();
        };
    return new Declared(
        task, values.place(task instanceof Classification ? LABEL : TARGET), values.get(LAYERS));
  }

  /**
   * A model before the width of its input is known.
   *
   * @param subject where the file says what the task is about
   */
  record Declared(Task task, Place subject, LayerStack layers) {

    /** The features that the task adds to those that the network sees. */
    List<Featurizer> withTarget(List<Featurizer> featurizers) {
      if (!(task instanceof Classification classification)) {
        return featurizers;
      }
      List<Featurizer> all = new ArrayList<>(featurizers);
      all.add(classification.feature());
      return all;
    }

    /** The network, or null when a problem was reported instead. */
    @Nullable Network network(FeatureSchema features) {
      int before = subject.problems().count();
      Set<String> names = Set.copyOf(features.fields());
      if (task instanceof Forecast) {
        for (String name : task.targets()) {
          if (!names.contains(name)) {
            subject.problem(Suggestion.unknown("number", name, features.fields()));
          }
        }
      }
      Network network =
          layers.build(
              features.inputWidth(), Grid.of(features), task.outputSize(features), wanted());
      return subject.problems().count() > before ? null : network;
    }

    /** What a file that names no loss learns by. */
    Loss usualLoss() {
      return task instanceof Classification ? new SparseCrossEntropy() : new SquaredError();
    }

    /** Why the task cannot be learned by a loss; null: it can. */
    @Nullable String objection(Loss loss) {
      boolean fits =
          task instanceof Classification
              ? loss instanceof SparseCrossEntropy
              : loss instanceof ErrorLoss
                  || (task instanceof Reconstruction && loss instanceof BinaryCrossEntropy);
      if (fits) {
        return null;
      }
      return loss instanceof CategoricalCrossEntropy
          ? "the labels are single classes: use sparse-cross-entropy"
          : "does not fit the task: use "
              + (task instanceof Classification
                  ? "sparse-cross-entropy"
                  : task instanceof Reconstruction
                      ? "squared, absolute, huber or binary-cross-entropy"
                      : "squared, absolute or huber");
    }

    private String wanted() {
      if (task instanceof Forecast forecast) {
        return forecast.targets().size()
            + " target(s) at "
            + forecast.horizons().size()
            + " horizon(s) need";
      }
      return task instanceof Classification ? "the classes need" : "a reconstruction needs";
    }
  }
}

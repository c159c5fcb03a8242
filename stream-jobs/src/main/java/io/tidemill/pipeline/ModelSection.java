package io.tidemill.pipeline;

import io.tidemill.feature.Classification;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Featurizer;
import io.tidemill.feature.Field;
import io.tidemill.feature.Forecast;
import io.tidemill.feature.Generation;
import io.tidemill.feature.Reconstruction;
import io.tidemill.feature.Task;
import io.tidemill.loss.BinaryCrossEntropy;
import io.tidemill.loss.ErrorLoss;
import io.tidemill.loss.Loss;
import io.tidemill.loss.SparseCrossEntropy;
import io.tidemill.loss.SquaredError;
import io.tidemill.network.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of {@code model}; sizes come from the features. */
final class ModelSection extends Section<ModelSection.Declared> {

  private enum TaskName {
    FORECAST,
    CLASSIFY,
    RECONSTRUCT,
    GENERATE
  }

  private static final Key<TaskName> TASK =
      Key.optional(
          "task",
          Kebab.oneOf(TaskName.class),
          "forecast",
          "What the network is to do: forecast numbers, classify events, reconstruct what it is"
              + " given (an autoencoder), or generate more of it (two networks against each other).");
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
  private static final Key<Classes> CLASSES =
      Key.optional(
          "classes",
          new ClassesShape(),
          "The names of the classes; a number n for the names 0 to n - 1; or what events write with"
              + " the class that it stands for, such as {normal: normal, \"*\": attack}.");
  private static final Key<PastLabels> PAST_LABELS =
      Key.optional(
          "past-labels",
          new PastLabelsSection(),
          "Shows the network the classes of earlier events of the key. Without it none.");
  private static final Key<LayerStack> LAYERS =
      Key.optional(
          "layers",
          LayerStack.SHAPE,
          "The layers of the network with their sizes, such as [gru: 32, dense].");
  private static final Key<Integer> LATENT =
      Key.optional(
          "latent", Scalars.size(1, 4096), "How many numbers of noise an event is made of.");
  private static final Key<LayerStack> GENERATOR =
      Key.optional("generator", LayerStack.SHAPE, "The layers that make events of noise.");
  private static final Key<LayerStack> DISCRIMINATOR =
      Key.optional(
          "discriminator", LayerStack.SHAPE, "The layers that tell made events from real ones.");
  private static final Key<Double> SMOOTHING =
      Key.optional(
          "smoothing",
          Scalars.number(0, 0.9),
          "0",
          "What real events lack to 1 for the discriminator, which keeps it from being too sure.");

  private static final List<Key<?>> OF_FORECAST = List.of(TARGET, HORIZON, BASE);
  private static final List<Key<?>> OF_CLASSIFICATION = List.of(LABEL, CLASSES, PAST_LABELS);
  private static final List<Key<?>> OF_GENERATION = List.of(LATENT, GENERATOR, DISCRIMINATOR);

  ModelSection() {
    super(
        List.of(
            TASK,
            TARGET,
            HORIZON,
            BASE,
            LABEL,
            CLASSES,
            PAST_LABELS,
            LAYERS,
            LATENT,
            GENERATOR,
            DISCRIMINATOR,
            SMOOTHING));
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
    if (task == TaskName.GENERATE) {
      others.add(LAYERS);
    } else {
      others.addAll(OF_GENERATION);
      others.add(SMOOTHING);
    }
    for (Key<?> key : others) {
      if (values.isWritten(key)) {
        values.problem(key, "does not go with task: " + Kebab.of(task));
      }
    }
    List<Key<?>> needed =
        switch (task) {
          case FORECAST -> List.<Key<?>>of(TARGET, LAYERS);
          case CLASSIFY -> List.<Key<?>>of(LABEL, CLASSES, LAYERS);
          case RECONSTRUCT -> List.<Key<?>>of(LAYERS);
          case GENERATE -> OF_GENERATION;
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
          case CLASSIFY -> new Classification(values.get(LABEL), values.get(CLASSES).names());
          case RECONSTRUCT -> new Reconstruction();
          case GENERATE -> new Generation();
        };
    return new Declared(
        task,
        task instanceof Classification ? values.get(CLASSES) : null,
        task instanceof Classification ? values.find(PAST_LABELS) : null,
        values.place(task instanceof Classification ? LABEL : TARGET),
        task instanceof Generation
            ? new DeclaredModel.Game(
                values.get(LATENT),
                values.get(GENERATOR),
                values.get(DISCRIMINATOR),
                values.get(SMOOTHING))
            : new DeclaredModel.Plain(values.get(LAYERS)));
  }

  /**
   * A model before the width of its input is known.
   *
   * @param classes of a classification; null: it is none
   * @param pastLabels what of earlier labels the network sees; null: nothing
   * @param subject where the file says what the task is about
   */
  record Declared(
      Task task,
      @Nullable Classes classes,
      @Nullable PastLabels pastLabels,
      Place subject,
      DeclaredModel shape) {

    /** The features that the task adds to those that the network sees. */
    List<Featurizer> withTarget(List<Featurizer> featurizers) {
      if (!(task instanceof Classification classification)) {
        return featurizers;
      }
      List<Featurizer> all = new ArrayList<>(featurizers);
      if (pastLabels != null) {
        all.add(pastLabels.feature(classification));
      }
      all.add(classification.feature());
      return all;
    }

    /** The fields of the features, the label as events write it. */
    List<Field> fields(FeatureSchema features) {
      return features.declared().stream()
          .map(
              field ->
                  classes != null && task.targets().contains(field.name())
                      ? new Field(field.name(), classes.form())
                      : field)
          .toList();
    }

    /** The model, or null when a problem was reported instead. */
    @Nullable Model model(FeatureSchema features) {
      int before = subject.problems().count();
      Set<String> names = Set.copyOf(features.fields());
      if (task instanceof Forecast) {
        for (String name : task.targets()) {
          if (!names.contains(name)) {
            subject.problem(Suggestion.unknown("number", name, features.fields()));
          }
        }
      }
      Model model = shape.build(features, task.outputSize(features), wanted());
      return subject.problems().count() > before ? null : model;
    }

    /** What a file that names no loss learns by. */
    Loss usualLoss() {
      if (task instanceof Classification) {
        return new SparseCrossEntropy();
      }
      return task instanceof Generation ? new BinaryCrossEntropy() : new SquaredError();
    }

    /** Why the task cannot be learned by a loss; null: it can. */
    @Nullable String objection(Loss loss) {
      boolean isError = loss instanceof ErrorLoss;
      boolean isBinary = loss instanceof BinaryCrossEntropy;
      if (task instanceof Classification) {
        return objection(loss instanceof SparseCrossEntropy, "sparse-cross-entropy");
      } else if (task instanceof Generation) {
        return objection(loss.equals(usualLoss()), "binary-cross-entropy");
      } else if (task instanceof Reconstruction) {
        return objection(isError || isBinary, "squared, absolute, huber or binary-cross-entropy");
      }
      return objection(isError, "squared, absolute or huber");
    }

    private static @Nullable String objection(boolean fits, String allowed) {
      return fits ? null : "does not fit the task: use " + allowed;
    }

    private String wanted() {
      if (task instanceof Forecast forecast) {
        return forecast.targets().size()
            + " target(s) at "
            + forecast.horizons().size()
            + " horizon(s) need";
      }
      if (task instanceof Generation) {
        return "a discriminator needs";
      }
      return task instanceof Classification ? "the classes need" : "a reconstruction needs";
    }
  }
}

package io.tidemill.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Forecast;
import io.tidemill.layer.Layer;
import io.tidemill.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of {@code model}; sizes come from the features. */
final class ModelSection extends Section<ModelSection.Declared> {

  /** So that a slip of the finger asks for no terabyte. */
  private static final int WIDEST_LAYER = 8192;

  private static final long MOST_PARAMETERS = 100_000_000;

  private enum TaskName {
    FORECAST
  }

  private static final Key<TaskName> TASK =
      Key.optional("task", Kebab.oneOf(TaskName.class), "forecast", "What the network is to do.");
  private static final Key<List<String>> TARGET =
      Key.required("target", Lists.oneOrMore(Scalars.NAME, 1024), "the number(s) to forecast");
  private static final Key<List<Integer>> HORIZON =
      Key.optional(
          "horizon",
          Lists.oneOrMore(Scalars.size(1, 1024), 64),
          "1",
          "How many events of the key ahead; several in ascending order.");
  private static final Key<Forecast.Base> BASE =
      Key.optional(
          "base",
          Kebab.oneOf(Forecast.Base.class),
          "last",
          "What the network corrects: the last known value, or the mean of the key.");
  private static final Key<List<PermittedRecords.Declared<Layer>>> LAYERS =
      Key.required(
          "layers",
          Lists.of(new LayerShape(), 100),
          "the layers of the network with their sizes, such as [gru: 32, dense]");

  ModelSection() {
    super(List.of(TASK, TARGET, HORIZON, BASE, LAYERS));
  }

  @Override
  Declared build(Values values) {
    return new Declared(
        new Forecast(values.get(TARGET), values.get(HORIZON), values.get(BASE)),
        values.place(TARGET),
        values.get(LAYERS));
  }

  /** A layer; of the last one in a list the name is enough. */
  private static final class LayerShape implements Shape<PermittedRecords.Declared<Layer>> {

    private final PermittedRecords<Layer> layers =
        PermittedRecords.of(Layer.class, new Components(WIDEST_LAYER), Set.of("inputSize"));

    @Override
    public PermittedRecords.@Nullable Declared<Layer> read(Place place) {
      return layers.read(place);
    }

    @Override
    public ObjectNode schema() {
      return Json.anyOf(List.of(Json.oneOf(layers.names()), layers.schema()));
    }
  }

  /** A model before the width of its input is known. */
  record Declared(Forecast task, Place target, List<PermittedRecords.Declared<Layer>> layers) {

    /** The network, or null when a problem was reported instead. */
    @Nullable Network network(FeatureSchema features) {
      int before = target.problems().count();
      for (String name : task.targets()) {
        if (!features.fields().contains(name)) {
          target.problem(Suggestion.unknown("number", name, features.fields()));
        }
      }
      List<Layer> built = new ArrayList<>(layers.size());
      int inputSize = features.inputWidth();
      long parameters = 0;
      for (PermittedRecords.Declared<Layer> declared : layers) {
        boolean last = built.size() == layers.size() - 1;
        Layer layer =
            (last ? declared.orElse(task.outputSize()) : declared)
                .make(Map.of("inputSize", inputSize));
        if (layer == null) {
          return null;
        }
        built.add(layer);
        inputSize = layer.outputSize();
        parameters += layer.parameters().size();
      }
      if (parameters > MOST_PARAMETERS) {
        target.problem("the network has " + parameters + " parameters: at most " + MOST_PARAMETERS);
      }
      if (inputSize != task.outputSize()) {
        layers.get(layers.size() - 1).place().problem(wrongOutput(inputSize));
      }
      return target.problems().count() > before ? null : new Network(built);
    }

    private String wrongOutput(int outputSize) {
      return "the last layer has "
          + outputSize
          + " outputs, but "
          + task.targets().size()
          + " target(s) at "
          + task.horizons().size()
          + " horizon(s) need "
          + task.outputSize()
          + ": end with dense: "
          + task.outputSize()
          + ", or just dense";
    }
  }
}

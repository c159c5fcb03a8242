package io.tidemill.cli;

import io.tidemill.feature.Classification;
import io.tidemill.feature.Featurizer;
import io.tidemill.feature.Forecast;
import io.tidemill.feature.Task;
import io.tidemill.layer.Layer;
import io.tidemill.network.Network;
import io.tidemill.pipeline.Alerts;
import io.tidemill.pipeline.EventKey;
import io.tidemill.pipeline.Events;
import io.tidemill.pipeline.Labels;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.schema.Topic;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a valid pipeline is, in a few lines. */
record PipelineSummary(Pipeline pipeline) {

  void print(PrintWriter out) {
    out.println(pipeline.source() + ": ok");
    line(out, "events", events(pipeline.events()));
    line(
        out,
        "features",
        names(
                pipeline.features().featurizers().stream()
                    .filter(feature -> feature.inputWidth() > 0)
                    .map(Featurizer::name)
                    .toList())
            + " → "
            + pipeline.features().inputWidth()
            + " inputs");
    line(out, "network", network(pipeline.model().network()));
    Task task = pipeline.model().task();
    if (task instanceof Forecast forecast) {
      line(out, "forecast", forecast(forecast));
    } else if (task instanceof Classification classification) {
      line(out, "classes", names(classification.classes()) + " by " + classification.label());
    }
    Labels labels = pipeline.labels();
    if (labels != null) {
      line(out, "labels", labels(labels));
    }
    line(out, "alerts", alerts(pipeline.alerts()));
    line(out, "writes", topics());
  }

  private static void line(PrintWriter out, String what, String value) {
    out.printf(Locale.ROOT, "  %-9s %s%n", what, value);
  }

  private static String events(Events events) {
    String key =
        events.key() instanceof EventKey.Field field ? "keyed by " + field.name() : "one key";
    return events.topic() + ", " + name(events.format()) + ", " + key;
  }

  private static String labels(Labels labels) {
    return labels.records().topic()
        + ", "
        + name(labels.records().format())
        + (labels.match() == Labels.Match.ID ? ", by the event's id" : ", by its key and time");
  }

  /** The layers in order and the number of weights. */
  static String network(Network network) {
    String layers =
        network.layers().stream().map(PipelineSummary::layer).collect(Collectors.joining(" → "));
    return String.format(Locale.ROOT, "%s: %,d parameters", layers, network.parameters().size());
  }

  private static String layer(Layer layer) {
    return layer.getClass().getSimpleName().toLowerCase(Locale.ROOT) + " " + layer.outputSize();
  }

  private static String forecast(Forecast forecast) {
    return names(forecast.targets())
        + ", "
        + forecast.horizons().stream().map(String::valueOf).collect(Collectors.joining(", "))
        + " ahead, from the "
        + (forecast.base() == Forecast.Base.LAST ? "last value" : "mean");
  }

  private static String alerts(Alerts alerts) {
    List<String> kinds = new ArrayList<>();
    if (alerts.residual() != null) {
      kinds.add("residual");
    }
    if (alerts.stuck() != null) {
      kinds.add("stuck");
    }
    if (alerts.silentAfter() != null) {
      kinds.add("silent");
    }
    return kinds.isEmpty() ? "none" : String.join(", ", kinds);
  }

  private String topics() {
    return pipeline.topics().predictions()
        + Arrays.stream(Topic.values())
            .filter(topic -> topic != Topic.PREDICTIONS)
            .map(topic -> ", ." + topic.suffix())
            .collect(Collectors.joining());
  }

  /** The first few names, and how many there are. */
  private static String names(List<String> names) {
    int shown = 8;
    return names.size() <= shown
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, shown)) + ", … (" + names.size() + ")";
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package io.tidemill.offline;

import io.tidemill.feature.Classification;
import io.tidemill.feature.Featurizer;
import io.tidemill.feature.Forecast;
import io.tidemill.feature.Generation;
import io.tidemill.feature.Task;
import io.tidemill.snapshot.ModelSpec;
import java.util.ArrayList;
import java.util.List;

/** What a network's inputs and outputs are called. */
final class NetworkNames {
  private NetworkNames() {}

  /** The outputs by the task: classes, targets with their horizons, or what is rebuilt. */
  static List<String> outputs(ModelSpec spec) {
    Task task = spec.task();
    if (task instanceof Classification classification) {
      return classification.classes();
    }
    if (task instanceof Forecast forecast) {
      List<String> names = new ArrayList<>();
      for (String target : forecast.targets()) {
        forecast.horizons().forEach(ahead -> names.add(target + "+" + ahead));
      }
      return names;
    }
    return task instanceof Generation ? List.of("real") : inputs(spec);
  }

  static List<String> inputs(ModelSpec spec) {
    return spec.features().featurizers().stream()
        .map(Featurizer::inputs)
        .flatMap(List::stream)
        .toList();
  }
}

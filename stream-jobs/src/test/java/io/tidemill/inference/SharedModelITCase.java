package io.tidemill.inference;

import static io.tidemill.inference.TestingModels.ALERTS;
import static io.tidemill.inference.TestingModels.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.feature.FeatureScaling;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Forecast;
import io.tidemill.feature.Missing;
import io.tidemill.feature.NumberFeature;
import io.tidemill.feature.Scale;
import io.tidemill.layer.Dense;
import io.tidemill.network.Network;
import io.tidemill.network.Parameters;
import io.tidemill.pipeline.Alerts;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSpec;
import io.tidemill.snapshot.ModelVersion;
import io.tidemill.snapshot.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SharedModelITCase {
  private static final Alerts QUIET =
      new Alerts(null, ALERTS.threshold(), null, null, ALERTS.incident());

  /** Eight subtasks with a model of 50 MB take what one takes. */
  @Test
  void theHeapDoesNotGrowWithTheSubtasks() throws Exception {
    FeatureSchema features =
        new FeatureSchema(
            List.of("flow"), List.of(new NumberFeature("flow", Missing.LAST, Scale.STANDARD)));
    Network network =
        Network.of(
            new Dense(features.inputWidth(), 2500), new Dense(2500, 5000), new Dense(5000, 1));
    Forecast task = new Forecast(List.of("flow"), List.of(1), Forecast.Base.LAST);
    ModelSpec spec = new ModelSpec("large", features, network, task);
    byte[] published =
        bytes(
            new ModelSnapshot(
                spec,
                new ModelVersion(1, 1),
                new Parameters(network.parameters(), new float[network.parameters().size()]),
                FeatureScaling.identity(features.observedWidth()),
                new Provenance("test", 0, OptionalLong.empty(), 1, 1)));
    assertThat(published.length).isGreaterThan(50_000_000);
    List<Object> subtasks = new ArrayList<>();
    subtasks.add(subtask(spec, published));
    long one = used();
    for (int i = 1; i < 8; i++) {
      subtasks.add(subtask(spec, published.clone()));
    }
    assertThat(used() - one).isLessThan(published.length / 2);
    assertThat(subtasks).hasSize(8);
  }

  private static List<Object> subtask(ModelSpec spec, byte[] published) throws Exception {
    ModelInService inService = new ModelInService(spec);
    SharedModel admitted = inService.admit(published);
    inService.replace(admitted);
    EntityScorer scorer = new EntityScorer(spec, QUIET, null, 4);
    scorer.serve(admitted.snapshot(), admitted.packed());
    return List.of(inService, scorer);
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}

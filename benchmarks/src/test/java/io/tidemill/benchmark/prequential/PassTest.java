package io.tidemill.benchmark.prequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.online.Span;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassTest {
  @TempDir private Path folder;

  private Pass pass(Generated generated, Span span) throws IOException {
    List<StreamSet> sets = Generated.write(folder, 200);
    StreamSet set = sets.get(generated.ordinal());
    Pipeline pipeline = PipelineFile.read(set.pipeline());
    return Pass.of(pipeline.alone(), set.data(), span);
  }

  private static double mean(Pass pass, String figure) {
    double[] values = pass.losses().getOrDefault(figure, new double[0]);
    return Arrays.stream(values).filter(value -> !Double.isNaN(value)).average().orElseThrow();
  }

  @Test
  void outcomesOfClassesMakeTheFiguresOfTheProduct() throws IOException {
    Pass pass = pass(Generated.SIDES, new Span(0, Long.MAX_VALUE, 0));
    assertThat(pass.losses()).containsOnlyKeys("accuracy", "logLoss");
    assertThat(1 - mean(pass, "accuracy")).isCloseTo(pass.metrics().get("accuracy"), within(1e-9));
    assertThat(mean(pass, "logLoss")).isCloseTo(pass.metrics().get("logLoss"), within(1e-6));
    assertThat(pass.figures())
        .containsKeys(
            "accuracy", "logLoss", "kappaTemporal", "accuracyNoChange", "accuracyMajority");
  }

  @Test
  void outcomesOfForecastsMakeTheFiguresOfTheProduct() throws IOException {
    Pass pass = pass(Generated.WAVES, new Span(50, 150, 0));
    assertThat(pass.losses()).containsOnlyKeys("mae@1", "mae@3");
    assertThat(pass.losses().values()).allMatch(values -> values.length == 2 * 100);
    for (String figure : pass.losses().keySet()) {
      assertThat(mean(pass, figure)).isCloseTo(pass.metrics().get(figure), within(1e-9));
    }
    assertThat(pass.figures()).containsOnlyKeys("mae@1", "mae@3", "maeNoChange@1", "maeNoChange@3");
  }

  @Test
  void squaredErrorsAreInDeviationsOfTheFirstRows() throws IOException {
    Pass pass = pass(Generated.WAVES, new Span(100, 200, 100));
    assertThat(mean(pass, "mseInDeviations"))
        .isCloseTo(pass.metrics().get("mseInDeviations"), within(1e-9));
  }
}

package io.tidemill.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemill.explain.GradientTimesInput;
import io.tidemill.explain.IntegratedGradients;
import io.tidemill.explain.Method;
import io.tidemill.explain.Occlusion;
import io.tidemill.feature.FeatureScaling;
import io.tidemill.network.Parameters;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelVersion;
import io.tidemill.snapshot.Precision;
import io.tidemill.snapshot.Provenance;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfflineExplanationTest {
  private static final Pipeline LINEAR =
      TestingPipelines.parse(
          """
          name: linear
          events: {topic: t, key: k, time: {field: at, format: epoch-ms}}
          features: [{number: [a, b], scale: none}]
          model: {target: a, horizon: [1, 2], layers: [dense]}
          """);

  @TempDir private Path folder;

  @Test
  void ofALinearModelEveryMethodGivesWeightTimesInput() throws IOException {
    Path data = Files.writeString(folder.resolve("rows.csv"), "k,at,a,b\nx,1,3,5\nx,2,2,-7\n");
    Parameters weights = Parameters.initial(LINEAR.model().model(), 4);
    Path model = folder.resolve("linear.model");
    ModelFile.write(model(weights), Precision.FLOAT32, model);
    List<Method> methods =
        List.of(new GradientTimesInput(), new IntegratedGradients(8), new Occlusion());
    for (Method method : methods) {
      JsonNode said = explained(model, data, method);

      Map<String, Double> amounts = new HashMap<>();
      double sum = 0;
      for (JsonNode one : said.get("attributions")) {
        assertThat(one.get("rowsAgo").intValue()).isZero();
        amounts.put(one.get("input").textValue(), one.get("attribution").doubleValue());
        sum += one.get("attribution").doubleValue();
      }
      assertThat(amounts).containsOnlyKeys("a", "a.missing", "b", "b.missing");
      assertThat(sum).isCloseTo(said.get("value").doubleValue(), within(1e-5)); // biases are 0
      double unit = amounts.getOrDefault("a", Double.NaN) / 2;
      assertThat(unit).isNotZero();
      JsonNode before = explained(model, data, method, 0);
      for (JsonNode one : before.get("attributions")) {
        if (one.get("input").textValue().equals("a")) {
          assertThat(one.get("attribution").doubleValue()).isCloseTo(3 * unit, within(1e-5));
        }
      }
    }
  }

  private static JsonNode explained(Path model, Path data, Method method, Integer... row)
      throws IOException {
    StringWriter out = new StringWriter();
    new OfflineExplanation(
            LINEAR, model, data, null, row.length == 0 ? null : row[0], "a+2", method, 10, true)
        .run(new PrintWriter(out), new PrintWriter(new StringWriter()));
    JsonNode said = new ObjectMapper().readTree(out.toString());
    assertThat(said.get("output").textValue()).isEqualTo("a+2");
    assertThat(said.get("row").intValue()).isEqualTo(row.length == 0 ? 1 : row[0]);
    return said;
  }

  private static ModelSnapshot model(Parameters weights) {
    return new ModelSnapshot(
        LINEAR.model(),
        new ModelVersion(1, 1),
        weights,
        FeatureScaling.identity(LINEAR.features().observedWidth()),
        new Provenance("test", 0, OptionalLong.empty(), 1, 1));
  }
}

package io.tidemill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

class PipelineSchemaTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theFileForEditorsIsWhatTheParserReads() throws Exception {
    assertThat(Path.of("../pipelines/pipeline.schema.json"))
        .as("written by: ./tidemill schema > pipelines/pipeline.schema.json")
        .hasContent(PipelineFile.jsonSchema());
  }

  @Test
  void isItselfValid() throws Exception {
    JsonSchema draft =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(URI.create("https://json-schema.org/draft/2020-12/schema"));

    assertThat(draft.validate(JSON.readTree(PipelineFile.jsonSchema()))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("io.tidemill.pipeline.TestingPipelines#shipped")
  void acceptsWhatIsShipped(Path file) throws Exception {
    assertThat(problems(Files.readString(file))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {TestingPipelines.COMPLETE, TestingPipelines.SMALLEST})
  void acceptsEveryForm(String text) throws Exception {
    assertThat(problems(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "topic: rides|topic: 5",
        "key: zone|key: [zone]",
        "format: csv|format: cvs",
        "out-of-orderness: 5s|out-of-orderness: 5 sec",
        "scale: min-max|scale: standrad",
        "missing: predict|missin: predict",
        "gru: {hidden-size: 8}|grue: 8",
        "sequence: 24|sequence: 24.5",
        "averaging: 0.9|averaging: 2",
        "{budget: 1 per week}|{budget: 1 a week}",
        "parallelism: 4|parallelism: 0",
        "name: complete|nome: complete"
      })
  void refusesWhatTheParserRefuses(String change) throws Exception {
    String[] parts = change.split("\\|", -1);

    assertThat(problems(TestingPipelines.COMPLETE.replace(parts[0], parts[1]))).isNotEmpty();
  }

  /** So that {@link TestingPipelines#COMPLETE} stays what it says. */
  @Test
  void theCompleteFileWritesEveryKeyOfTheTopSections() throws Exception {
    JsonNode schema = JSON.readTree(PipelineFile.jsonSchema()).get("properties");
    JsonNode complete = tree(TestingPipelines.COMPLETE);

    for (String section : Set.of("events", "model", "learn", "alerts", "execution")) {
      Set<String> keys = new TreeSet<>();
      schema.get(section).get("properties").fieldNames().forEachRemaining(keys::add);
      // None of them goes with several numbers to forecast.
      keys.removeAll(
          Set.of(
              "wide",
              "label",
              "classes",
              "past-labels",
              "latent",
              "generator",
              "discriminator",
              "smoothing"));
      assertThat(complete.get(section).fieldNames())
          .toIterable()
          .containsExactlyInAnyOrderElementsOf(keys);
    }
  }

  private static Set<ValidationMessage> problems(String yaml) throws Exception {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(PipelineFile.jsonSchema())
        .validate(tree(yaml));
  }

  private static JsonNode tree(String yaml) {
    LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
    return JSON.valueToTree(new Load(settings).loadFromString(yaml));
  }
}

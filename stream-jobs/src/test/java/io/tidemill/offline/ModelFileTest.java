package io.tidemill.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.feature.FeatureScaling;
import io.tidemill.network.Parameters;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelVersion;
import io.tidemill.snapshot.Precision;
import io.tidemill.snapshot.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
  private static final Pipeline LEVELS = TestingPipelines.LEVELS;
  private static final ModelSnapshot MODEL =
      new ModelSnapshot(
          LEVELS.model(),
          new ModelVersion(1, 8),
          Parameters.initial(LEVELS.model().model(), 3),
          FeatureScaling.identity(LEVELS.features().observedWidth()),
          new Provenance("test", 5, OptionalLong.of(7), 8, 9));

  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Path file = folder.resolve("a/new/folder/levels.model");

    ModelFile.write(MODEL, Precision.FLOAT32, file);
    ModelSnapshot read = ModelFile.read(file, LEVELS);

    assertThat(read.weights().data()).isEqualTo(MODEL.weights().data());
    assertThat(read.version()).isEqualTo(MODEL.version());
    assertThat(read.provenance()).isEqualTo(MODEL.provenance());
    assertThat(read.scaling()).isEqualTo(MODEL.scaling());
  }

  @Test
  void aModelThatWasThereIsReplacedAndNothingIsLeftBeside() throws IOException {
    Path file = Files.writeString(folder.resolve("levels.model"), "old");

    ModelFile.write(MODEL, Precision.FLOAT32, file);

    assertThat(ModelFile.read(file, LEVELS).version()).isEqualTo(MODEL.version());
    assertThat(names()).containsExactly("levels.model");
  }

  @Test
  void lighterModelsAreNearAndSmaller() throws IOException {
    float[] weights = MODEL.weights().data();
    double largest = 0;
    for (float weight : weights) {
      largest = Math.max(largest, Math.abs(weight));
    }
    for (Precision precision : List.of(Precision.BFLOAT16, Precision.INT8)) {
      Path file = folder.resolve(precision + ".model");
      ModelFile.write(MODEL, precision, file);

      float[] read = ModelFile.read(file, LEVELS).weights().data();

      assertThat(read).isNotEqualTo(weights);
      for (int i = 0; i < weights.length; i++) {
        assertThat((double) read[i]).isCloseTo(weights[i], within(largest / 127));
      }
    }
  }

  @Test
  void aModelOfAnotherPipelineIsRefusedByBothNames() throws IOException {
    Path file = folder.resolve("levels.model");
    ModelFile.write(MODEL, Precision.FLOAT32, file);
    Pipeline wider = TestingPipelines.parse(LEVELS.text().replace("gru: 4", "gru: 5"));

    assertThatThrownBy(() -> ModelFile.read(file, wider))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": a model of other features, layers or task (")
        .hasMessageContaining("than those of test.yaml (")
        .hasMessageContaining("train it anew");
  }

  @Test
  void whatIsNoWholeModelIsRefused() throws IOException {
    Path file = folder.resolve("levels.model");
    ModelFile.write(MODEL, Precision.FLOAT32, file);
    byte[] bytes = Files.readAllBytes(file);
    Random random = new Random(1);
    for (int round = 0; round < 40; round++) {
      byte[] damaged = bytes.clone();
      damaged[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      assertRefused(damaged, "no model, or a damaged one: ");
      assertRefused(Arrays.copyOf(bytes, random.nextInt(bytes.length)), "no model, or a damaged");
    }
    byte[] garbage = new byte[1000];
    random.nextBytes(garbage);
    assertRefused(garbage, "no model, or a damaged one: ");
    assertRefused(new byte[0], "no model, or a damaged one: ");
  }

  @Test
  void whatIsNoFileIsSaid() {
    assertThatThrownBy(() -> ModelFile.read(folder.resolve("no.model"), LEVELS))
        .hasMessageEndingWith("no.model: no such file: make it with tidemill train");
    assertThatThrownBy(() -> ModelFile.read(folder, LEVELS))
        .hasMessageContaining(folder + ": is a folder");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsRefusedBeforeItIsNeeded() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> ModelFile.prepare(folder)).hasMessageContaining("is a folder");
    assertThatThrownBy(() -> ModelFile.prepare(file.resolve("levels.model")))
        .hasMessageContaining("its folder cannot be made");
    assertThat(names()).containsExactly("file");
  }

  private void assertRefused(byte[] bytes, String reason) throws IOException {
    Path file = Files.write(folder.resolve("damaged.model"), bytes);
    assertThatThrownBy(() -> ModelFile.read(file, LEVELS))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(reason);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}

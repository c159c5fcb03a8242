package io.tidemill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What {@code train}, {@code predict}, {@code explain} and {@code run --model} refuse, and how. */
class OfflineRefusalsTest extends OfflineFixture {
  @Test
  void aModelThatCannotBeUsedIsRefused() throws IOException {
    String model = trained(levels, swing);
    byte[] bytes = Files.readAllBytes(Path.of(model));
    Path cut = Files.write(folder.resolve("cut.model"), Arrays.copyOf(bytes, bytes.length / 2));
    for (String command : List.of("predict", "explain")) {
      assertRefused(
          "no such file: make it with", command, levels, "--model", "no", "--data", swing);
      assertRefused("is a folder", command, levels, "--model", folder, "--data", swing);
      assertRefused(
          "no model, or a damaged one", command, levels, "--model", swing, "--data", swing);
      assertRefused("no model, or a damaged one", command, levels, "--model", cut, "--data", swing);
      assertRefused(
          "a model of other features, layers or task",
          command,
          kinds,
          "--model",
          model,
          "--data",
          points);
    }
  }

  @Test
  void aStreamDoesNotBeginWithAModelThatCannotBeUsed() throws IOException {
    assertRefused(
        "no.model: no such file: make it with tidemill train",
        "run",
        levels,
        "--replay",
        swing,
        "--model",
        "no.model");
    assertRefused("no model, or a damaged one", "run", levels, "--replay", swing, "--model", swing);
  }

  @Test
  void dataThatCannotBeUsedAreRefused() throws IOException {
    String glyphs = write("glyphs.yaml", GLYPHS);
    String garbage = write("garbage.bin", "?".repeat(1000));
    String other = write("other.csv", "tank,time,depth\na,1,2\n");
    Path classes = folder.resolve("images");
    Files.createDirectories(classes.resolve("dark"));
    String model = trained(levels, swing);

    assertRefused("no.csv: no such file", "train", levels, "--data", "no.csv");
    assertRefused("is a folder, and " + levels + " reads rows", "train", levels, "--data", folder);
    assertRefused("lacks [at, level], which the", "train", levels, "--data", other);
    assertRefused("the name must end in .csv", "train", levels, "--data", garbage);
    assertRefused("holds no images", "train", glyphs, "--data", classes);
    assertRefused("is neither a file in the idx format", "train", glyphs, "--data", garbage);
    assertRefused("lacks [glyph, pixels]", "train", glyphs, "--data", swing);
    assertRefused("lacks [at, level]", "predict", levels, "--model", model, "--data", other);
    assertRefused("no.csv: no such file", "predict", levels, "--model", model, "--data", "no.csv");
  }

  @Test
  void anEmptyClassFolderAmongOthersIsSaid() throws IOException {
    String glyphs = write("glyphs.yaml", GLYPHS);
    Path images = folder.resolve("images");
    Files.createDirectories(images.resolve("dark"));
    Files.createDirectories(images.resolve("light"));
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
    assertThat(ImageIO.write(image, "png", images.resolve("dark/1.png").toFile())).isTrue();

    assertRefused("light", "train", glyphs, "--data", images);
  }

  @Test
  void namesThatAreNotThereAreRefusedByName() throws IOException {
    String parts = write("parts.yaml", PARTS);
    String rows = write("parts.csv", marked(100));
    String reconstructing = trained(parts, rows);
    String forecasting = trained(levels, swing);

    assertRefused(
        "strange",
        "predict",
        parts,
        "--model",
        reconstructing,
        "--data",
        rows,
        "--mark",
        "strange");
    assertRefused(
        "--mark judges reconstructions",
        "predict",
        levels,
        "--model",
        forecasting,
        "--data",
        swing,
        "--mark",
        "odd");
    assertRefused(
        "there is no key z; the first is a",
        "explain",
        levels,
        "--model",
        forecasting,
        "--data",
        swing,
        "--key",
        "z");
    assertRefused(
        "there is no row 120 of key a: it has rows 0 to 119",
        "explain",
        levels,
        "--model",
        forecasting,
        "--data",
        swing,
        "--key",
        "a",
        "--row",
        "120");
    assertRefused(
        "there is no row -2",
        "explain",
        levels,
        "--model",
        forecasting,
        "--data",
        swing,
        "--row",
        "-2");
    assertRefused(
        "there is no output level+9; there are [level+1]",
        "explain",
        levels,
        "--model",
        forecasting,
        "--data",
        swing,
        "--output",
        "level+9");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsRefusedBeforeAnythingIsLearned() throws IOException {
    assertRefused(
        "is a folder: name a file in it", "train", levels, "--data", swing, "--out", folder);
    assertRefused(
        "its folder cannot be made", "train", levels, "--data", swing, "--out", swing + "/a.model");
    assertRefused(
        "its folder cannot be made",
        "predict",
        levels,
        "--model",
        trained(levels, swing),
        "--data",
        swing,
        "--out",
        swing + "/a.csv");
  }

  @Test
  void wrongUsageIsTwoLines() {
    assertUsage("Missing required option: '--data=FILE'", "train", levels);
    assertUsage("Missing required options: '--model=FILE', '--data=FILE'", "predict", levels);
    assertUsage("--epochs must be at least 1", "train", levels, "--data", swing, "--epochs", "0");
    assertUsage(
        "--validation: a share is 1.5", "train", levels, "--data", swing, "--validation", "1.5");
    assertUsage("--test: a share is 2.5", "train", levels, "--data", swing, "--test", "2.5");
    assertUsage(
        "Invalid value for option '--precision'",
        "train",
        levels,
        "--data",
        swing,
        "--precision",
        "int4");
    assertUsage("--top is 0", "explain", levels, "--model", "m", "--data", swing, "--top", "0");
    assertUsage(
        "'x' is not an int", "explain", levels, "--model", "m", "--data", swing, "--row", "x");
  }
}

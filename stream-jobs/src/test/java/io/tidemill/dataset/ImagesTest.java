package io.tidemill.dataset;

import static io.tidemill.dataset.TestingFiles.png;
import static io.tidemill.dataset.TestingFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.augment.ImageShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesTest {
  private static final ImageShape SHAPE = new ImageShape(1, 3, 1);

  @TempDir Path folder;

  @Test
  void readsASingleImage() throws IOException {
    Path file = write(folder.resolve("one.png"), png(1, 2, 255));
    Images set = Images.read(file, SHAPE, List.of("cat"));
    assertThat(set.count()).isEqualTo(1);
    assertThat(set.label(0)).isEqualTo(-1);
    assertThat(set.classes()).containsExactly("cat");
    assertThat(set.pixels(0)).containsExactly(1, 2, 255);
    assertThatThrownBy(() -> Images.read(file, new ImageShape(2, 3, 1), List.of()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            file + ": is an image of 1 x 3 (height x width), wanted are 2 x 3: resize it first");
  }

  @Test
  void whatIsNoSetOfImagesIsRefused() throws IOException {
    Path file = folder.resolve("data.png");
    assertRefused(file, "no such file");
    assertRefused(write(file, new byte[0]), "is neither a file in the idx format, nor a tar");
    assertRefused(write(file, text("count,zone\n1,2\n")), "is neither a file in the idx format");
    assertRefused(write(file, text("PK\3\4")), "unpack the zip and give its folder");
  }

  @Test
  void copiesPixelsSoThatTheyStay() {
    Images set = Images.of(SHAPE, new float[] {1, 2, 3});
    set.pixels(0)[0] = 9;
    assertThat(set.pixels(0)).containsExactly(1, 2, 3);
  }

  @Test
  void roundsComputedPixelsAndKeepsThemInRange() {
    Images set = Images.of(SHAPE, new float[] {-3, 0.5f, 1.4f, 254.6f, 1e9f, Float.NaN});
    double[] numbers = new double[6];
    set.pixels(0, numbers, 0);
    set.pixels(1, numbers, 3);
    assertThat(numbers).containsExactly(0, 1, 1, 255, 255, 0);
    assertThat(set.label(1)).isEqualTo(-1);
    assertThatThrownBy(() -> Images.of(SHAPE, new float[4]))
        .hasMessage("4 values: want a multiple of 3, as an image is of 1 x 3, 1 channel");
  }

  @Test
  void partsMustFitEachOther() {
    byte[][] pixels = {{1, 2, 3}};
    int[] label = {0};
    List<String> cat = List.of("cat");
    assertThatThrownBy(() -> new Images(SHAPE, cat, pixels, new int[0]))
        .hasMessage("0 labels of 1 images: want one each");
    assertThatThrownBy(() -> new Images(SHAPE, cat, new byte[][] {{1}}, label))
        .hasMessage("image 0 has 1 values: want 3, of 1 x 3, 1 channel");
    assertThatThrownBy(() -> new Images(SHAPE, cat, pixels, new int[] {1}))
        .hasMessage("label 1 of image 0 is none of 1 classes");
    assertThatThrownBy(() -> new Images(SHAPE, List.of("cat", "cat"), pixels, label))
        .hasMessageContaining("one is there twice");
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void assertRefused(Path file, String cause) {
    assertThatThrownBy(() -> Images.read(file, SHAPE, List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(cause);
  }
}

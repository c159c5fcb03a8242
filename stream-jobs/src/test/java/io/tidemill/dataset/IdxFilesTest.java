package io.tidemill.dataset;

import static io.tidemill.dataset.TestingFiles.gzip;
import static io.tidemill.dataset.TestingFiles.idx;
import static io.tidemill.dataset.TestingFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.augment.ImageShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFilesTest {
  private static final ImageShape SHAPE = new ImageShape(2, 3, 1);
  private static final byte[] IMAGES =
      idx(new int[] {0x803, 2, 2, 3}, 0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255);
  private static final byte[] LABELS = idx(new int[] {0x801, 2}, 7, 0);

  @TempDir Path folder;

  @Test
  void findsTheLabelsBesideTheImages() throws IOException {
    Path images = write(folder.resolve("t10k-images-idx3-ubyte"), IMAGES);
    write(folder.resolve("t10k-labels-idx1-ubyte"), LABELS);
    Images set = Images.read(images, SHAPE, List.of());
    assertThat(set.count()).isEqualTo(2);
    assertThat(set.classes()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
    assertThat(labels(set)).containsExactly(7, 0);
    double[] numbers = new double[8];
    set.pixels(1, numbers, 1);
    assertThat(numbers).containsExactly(0, 250, 251, 252, 253, 254, 255, 0);
    assertThat(set.pixels(0)).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void readsWhatGzipPackedWhateverItIsCalled() throws IOException {
    Path images = write(folder.resolve("images.idx3-ubyte"), gzip(IMAGES));
    write(folder.resolve("labels.idx1-ubyte.gz"), LABELS);
    assertThat(labels(Images.read(images, SHAPE, List.of()))).containsExactly(7, 0);
  }

  @Test
  void takesLabelsFromAnotherFile() throws IOException {
    Path images = write(folder.resolve("a"), IMAGES);
    Path labels = write(folder.resolve("b"), LABELS);
    assertThat(labels(IdxFiles.read(images, labels, SHAPE, List.of()))).containsExactly(7, 0);
  }

  @Test
  void knowsNoLabelsWithoutTheirFile() throws IOException {
    Path images = write(folder.resolve("t10k-images-idx3-ubyte"), IMAGES);
    Images set = Images.read(images, SHAPE, List.of("cat", "dog"));
    assertThat(labels(set)).containsExactly(-1, -1);
    assertThat(set.classes()).containsExactly("cat", "dog");
  }

  @Test
  void labelsNumberTheGivenClassesOrNameThem() throws IOException {
    Path images = write(folder.resolve("images"), IMAGES);
    Path labels = write(folder.resolve("labels"), idx(new int[] {0x801, 2}, 2, 1));
    assertThat(labels(IdxFiles.read(images, labels, SHAPE, List.of("cat", "dog", "owl"))))
        .containsExactly(2, 1);
    assertThat(labels(IdxFiles.read(images, labels, SHAPE, List.of("1", "10", "2"))))
        .containsExactly(2, 0);
    assertThatThrownBy(() -> IdxFiles.read(images, labels, SHAPE, List.of("cat", "dog")))
        .isInstanceOf(IOException.class)
        .hasMessage(labels + ": label 1 of 2: unknown class '2' (allowed: cat, dog)");
  }

  @Test
  void channelsAreAFourthDimension() throws IOException {
    Path file =
        write(folder.resolve("colors"), idx(new int[] {0x804, 1, 1, 2, 3}, 1, 2, 3, 4, 5, 6));
    Images set = Images.read(file, new ImageShape(1, 2, 3), List.of());
    assertThat(set.pixels(0)).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void writesWhatItReads() throws IOException {
    for (ImageShape shape : List.of(new ImageShape(2, 3, 1), new ImageShape(1, 2, 3))) {
      Images set =
          new Images(
              shape,
              List.of("0", "1"),
              new byte[][] {{1, 2, 3, 4, 5, 6}, {-1, 0, 0, 0, 0, -2}},
              new int[] {1, 0});
      for (String end : List.of("", ".gz")) {
        Path images = folder.resolve(shape.channels() + "-images-idx3-ubyte" + end);
        IdxFiles.writeImages(set, images);
        IdxFiles.writeLabels(set, folder.resolve(shape.channels() + "-labels-idx1-ubyte" + end));
        Images again = Images.read(images, shape, List.of());
        assertThat(labels(again)).containsExactly(1, 0);
        assertThat(again.classes()).isEqualTo(set.classes());
        assertThat(again.pixels(0)).isEqualTo(set.pixels(0));
        assertThat(again.pixels(1)).isEqualTo(set.pixels(1));
      }
    }
  }

  @Test
  void everyCutIsNoticedAndSaysWhere() throws IOException {
    for (int length = 4; length < IMAGES.length; length++) {
      Path file = write(folder.resolve("cut"), Arrays.copyOf(IMAGES, length));
      assertThatThrownBy(() -> Images.read(file, SHAPE, List.of()))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file + ": is cut at byte " + length + ", in ");
    }
    Path file = write(folder.resolve("cut"), Arrays.copyOf(IMAGES, 23));
    assertFails(() -> Images.read(file, SHAPE, List.of()), "is cut at byte 23, in image 2 of 2");
    byte[] packed = gzip(IMAGES);
    for (int length = 2; length < packed.length; length++) {
      Path cut = write(folder.resolve("cut.gz"), Arrays.copyOf(packed, length));
      assertThatThrownBy(() -> Images.read(cut, SHAPE, List.of()))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(cut + ": ");
    }
  }

  @Test
  void aWrongBitUnderGzipIsNoticed() throws IOException {
    byte[] packed = gzip(IMAGES);
    packed[packed.length - 6] ^= 1;
    Path file = write(folder.resolve("images.gz"), packed);
    assertFails(
        () -> Images.read(file, SHAPE, List.of()), "is cut or damaged, after unpacked byte 0");
  }

  @Test
  void headersThatDoNotFitAreRefused() throws IOException {
    assertRefused(idx(new int[] {0x801, 1}, 0), "holds labels: give the file of the images");
    assertRefused(idx(new int[] {0xd03, 0, 2, 3}), "the magic number is 0x00000d03, wanted are");
    assertRefused(idx(new int[] {0x803, -1, 2, 3}), "byte 4: the count is -1");
    assertRefused(
        idx(new int[] {0x803, 0, 3, 2}), "holds images of 3 x 2, 1 channels, wanted are 2 x 3, 1");
    assertRefused(Arrays.copyOf(IMAGES, 29), "byte 28: there is more than the 2 images");
  }

  @Test
  void aCountThatNoHeapHoldsIsRefusedBeforeAnythingIsRead() throws IOException {
    ImageShape large = new ImageShape(4_000, 4_000, 1);
    Path file = write(folder.resolve("large"), idx(new int[] {0x803, 0x7fffffff, 4_000, 4_000}));
    assertFails(
        () -> Images.read(file, large, List.of()),
        "2147483647 images of 4000 x 4000, 1 channel take");
  }

  @Test
  void labelsOfOtherImagesAreRefused() throws IOException {
    Path images = write(folder.resolve("images"), IMAGES);
    Path labels = write(folder.resolve("labels"), idx(new int[] {0x801, 3}, 0, 1, 2));
    ThrowingCallable read = () -> IdxFiles.read(images, labels, SHAPE, List.of());
    assertFails(read, labels + ": holds 3 labels, " + images + " holds 2 images");
    write(labels, idx(new int[] {0x801, 2}, 1));
    assertFails(read, labels + ": is cut at byte 9, in the labels, of which there should be 2");
    write(labels, idx(new int[] {0x801, 2}, 1, 1, 1));
    assertFails(read, labels + ": byte 10: there is more than the 2 labels");
    write(labels, IMAGES);
    assertFails(read, labels + ": byte 0: the magic number is 0x00000803, wanted are labels");
  }

  @Test
  void doesNotWriteALabelThatIsNotKnown() {
    Images set = Images.of(SHAPE, new float[6]);
    assertThatThrownBy(() -> IdxFiles.writeLabels(set, folder.resolve("labels")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("label -1 of image 0");
    assertThat(folder.resolve("labels")).doesNotExist();
  }

  private void assertRefused(byte[] file, String cause) throws IOException {
    Path path = write(folder.resolve("images"), file);
    assertFails(() -> Images.read(path, SHAPE, List.of()), cause);
  }

  private void assertFails(ThrowingCallable read, String cause) {
    assertThatThrownBy(read)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(folder.toString())
        .hasMessageContaining(cause);
  }

  private static int[] labels(Images set) {
    return IntStream.range(0, set.count()).map(set::label).toArray();
  }
}

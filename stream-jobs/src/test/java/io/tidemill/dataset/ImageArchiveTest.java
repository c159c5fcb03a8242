package io.tidemill.dataset;

import static io.tidemill.dataset.TestingFiles.gzip;
import static io.tidemill.dataset.TestingFiles.png;
import static io.tidemill.dataset.TestingFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.augment.ImageShape;
import io.tidemill.dataset.TestingFiles.Tar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageArchiveTest {
  private static final ImageShape SHAPE = new ImageShape(1, 1, 1);

  @TempDir Path folder;

  @Test
  void readsWhatAFolderHoldsInTheSameOrder() throws IOException {
    Tar tar =
        new Tar()
            .folder("./train/")
            .file("./train/dog/1.png", png(3))
            .file("./train/cat/2.png", png(2))
            .file("./train/cat/1.png", png(1))
            .file("./train/README", new byte[1000]);
    assertThat(read(tar.bytes())).containsExactly("1 cat", "2 cat", "3 dog");
    assertThat(read(gzip(tar.bytes()))).containsExactly("1 cat", "2 cat", "3 dog");
    assertThat(read(Arrays.copyOf(tar.open(), tar.open().length + 512))).hasSize(3);
  }

  @Test
  void longNamesAreThoseOfPosixOfPaxAndOfGnu() throws IOException {
    String root = "r".repeat(90);
    String dog = root + "/dog/" + "d".repeat(90) + ".png";
    String owl = root + "/owl/" + "w".repeat(200) + ".png";
    byte[] image = png(7);
    String size = String.format("%011o", image.length);
    Tar tar =
        new Tar()
            .header("cat/c.png", root, '0', size)
            .data(image)
            .pax(record("mtime=1.5") + record("path=" + dog))
            .file("short", png(8))
            .entry("././@LongLink", 'L', (owl + "\0").getBytes(StandardCharsets.UTF_8))
            .file("short", png(9));
    assertThat(read(tar.bytes())).containsExactly("7 cat", "8 dog", "9 owl");
  }

  @Test
  void sizesMayBeBinaryOrOfPaxAndHeadersOfV7() throws IOException {
    byte[] image = png(7);
    byte[] binary = new byte[512];
    Tar.put(binary, 0, "a/1.png");
    binary[124] = (byte) 0x80;
    binary[135] = (byte) image.length;
    Tar tar =
        new Tar()
            .block(binary)
            .data(image)
            .pax(record("size=" + image.length))
            .header("b/1.png", "", '0', "00000000000")
            .data(image);
    assertThat(read(tar.bytes())).containsExactly("7 a", "7 b");
  }

  @Test
  void linksAndWhatLeadsOutAreRefused() throws IOException {
    byte[] none = new byte[0];
    assertRefused(new Tar().entry("a/1.png", '2', none), "a/1.png: is a link or no plain file");
    assertRefused(new Tar().entry("a/1.png", '1', none), "a/1.png: is a link or no plain file");
    assertRefused(new Tar().entry("a/1.png", 'S', png(1)), "a/1.png: is a link or no plain file");
    assertRefused(
        new Tar().pax(record("GNU.sparse.major=1")).file("a/1.png", png(1)),
        "a/1.png: is a link or no plain file");
    assertRefused(new Tar().file("a/../../1.png", png(1)), "a/../../1.png: leads out of");
    assertRefused(new Tar().file("../1.png", png(1)), "../1.png: leads out of the archive");
    assertThat(read(new Tar().file("/a/1.png", png(1)).entry("x", '2', none).bytes()))
        .containsExactly("1");
  }

  @Test
  void whatCannotBeReadIsNamed() throws IOException {
    assertRefused(new Tar().file("a/1.png", png(1, 2)), "a/1.png: is an image of 1 x 2");
    assertRefused(new Tar().file("a/1\033.png", new byte[3]), "a/1?.png: is no image");
    assertRefused(new Tar().file("a/1.webp", new byte[3]), "a/1.webp: images of this format");
    assertRefused(
        new Tar().file("a/1.png", png(1)).file("./a/1.png", png(2)), "a/1.png: is there twice");
    assertRefused(
        new Tar().folder("b").file("a/1.png", png(1)), "b: holds no images, while folders beside");
    assertRefused(
        new Tar().header("a/1.png", "", '0', "77777777777"), "1.png: has 8589934591 bytes: an");
    assertRefused(new Tar().file("README", png(1)), "holds no images: want");
  }

  @Test
  void damagedHeadersAreRefused() throws IOException {
    Tar first = new Tar().file("a/1.png", png(1));
    int at = first.open().length;
    byte[] wrong = first.file("a/2.png", png(2)).bytes();
    wrong[at + 3] ^= 1;
    assertRefused(wrong, "byte " + at + ": is no header of a tar, by its checksum");
    assertRefused(new Tar().header("a", "", '0', "12x"), "byte 0: the size is no number");
    byte[] negative = new byte[512];
    Arrays.fill(negative, 124, 136, (byte) 0xff);
    negative[124] = (byte) 0x80;
    assertRefused(new Tar().block(negative), "byte 0: the size is no number");
    assertRefused(new Tar().header("a", "", 'x', "77777777"), "an extended header of 16777215");
    for (String record : List.of("4 a=b\n", "x a=b\n", "99 a=b\n", "4 ab", " ", "7 abcd\n")) {
      assertRefused(new Tar().pax(record).file("a", png(1)), "byte 0: ");
    }
    assertRefused(
        new Tar().pax(record("size=-1")).file("a", png(1)), "a number of the extended header");
  }

  @Test
  void everyCutIsNoticed() throws IOException {
    byte[] whole = new Tar().pax(record("path=a/1.png")).file("x", png(1)).open();
    for (int length = 512; length < whole.length; length += 37) {
      assertRefused(Arrays.copyOf(whole, length), "is cut at byte " + length);
    }
    assertRefused(whole, "is cut at byte " + whole.length + ": the end mark of a tar is missing");
  }

  @Test
  void whatFollowsTheEndIsRefused() throws IOException {
    byte[] one = new Tar().file("a/1.png", png(1)).bytes();
    byte[] two = Arrays.copyOf(one, 2 * one.length);
    System.arraycopy(one, 0, two, one.length, one.length);
    assertRefused(two, "byte " + one.length + ": there is more after the end mark");
  }

  @Test
  void anArchiveThatUnpacksToTooMuchIsRefused() throws IOException {
    Path file = file(gzip(new byte[1 << 20]));
    try (CountedInput in = CountedInput.open(file, 1 << 19)) {
      assertThatThrownBy(() -> in.skip(1 << 20))
          .isInstanceOf(IOException.class)
          .hasMessage(file + ": unpacks to more than 0 MiB, the most that is read");
      assertThat(in.position()).isLessThan((1 << 19) + (1 << 17));
    }
  }

  /** Whatever the bytes are, it is an answer or an IOException. */
  @Test
  void noByteBreaksTheReader() throws IOException {
    byte[] whole =
        new Tar()
            .pax(record("path=a/1.png"))
            .file("x", png(1))
            .file("b/1.png", png(1))
            .folder("b")
            .bytes();
    Random random = new Random(5);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] changed = whole.clone();
      for (int n = 0; n <= i % 3; n++) {
        changed[random.nextInt(changed.length - 1024)] = (byte) random.nextInt();
      }
      refresh(changed);
      try {
        read(changed);
      } catch (IOException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(10, 290);
  }

  /** Sets the checksums of the headers in place of the original ones. */
  private static void refresh(byte[] tar) {
    for (int at = 0; at < tar.length - 1024; at += 512) {
      byte[] block = Arrays.copyOfRange(tar, at, at + 512);
      if (block[257] == 'u' || block[258] == 's') {
        System.arraycopy(new Tar().block(block).open(), 0, tar, at, 512);
      }
    }
  }

  /** A record of pax with its length, which counts itself. */
  private static String record(String text) {
    int length = text.length() + 2;
    while (Integer.toString(length).length() + text.length() + 2 != length) {
      length++;
    }
    return length + " " + text + "\n";
  }

  private List<String> read(byte[] tar) throws IOException {
    return ImageFolderTest.described(Images.read(file(tar), SHAPE, List.of()));
  }

  private Path file(byte[] tar) throws IOException {
    return write(folder.resolve("set"), tar);
  }

  private void assertRefused(Tar tar, String cause) throws IOException {
    assertRefused(tar.bytes(), cause);
  }

  private void assertRefused(byte[] tar, String cause) throws IOException {
    Path file = file(tar);
    assertThatThrownBy(() -> Images.read(file, SHAPE, List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(cause);
  }
}

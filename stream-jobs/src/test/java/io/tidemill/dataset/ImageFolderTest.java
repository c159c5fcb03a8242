package io.tidemill.dataset;

import static io.tidemill.dataset.TestingFiles.png;
import static io.tidemill.dataset.TestingFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.augment.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  private static final ImageShape SHAPE = new ImageShape(1, 1, 1);

  @TempDir Path folder;

  @Test
  void aFolderIsAClassInTheOrderOfTheirNames() throws IOException {
    images("dog/2.png 4", "dog/1.PNG 3", "cat/b.png 2", "cat/a.png 1");
    assertThat(read()).containsExactly("1 cat", "2 cat", "3 dog", "4 dog");
  }

  @Test
  void theClassesMayBeBelowACommonFolder() throws IOException {
    images("mnist/train/1/a.png 5", "mnist/train/0/a.png 6");
    assertThat(read()).containsExactly("6 0", "5 1");
  }

  @Test
  void labelsFollowTheGivenClasses() throws IOException {
    images("cat/a.png 1", "dog/a.png 2");
    Images set = Images.read(folder, SHAPE, List.of("owl", "dog", "cat"));
    assertThat(set.classes()).containsExactly("owl", "dog", "cat");
    assertThat(set.label(0)).isEqualTo(2);
    assertThat(set.label(1)).isEqualTo(1);
  }

  @Test
  void oneFolderAloneHasNoClassesUnlessItIsAGivenOne() throws IOException {
    images("cat/a.png 1", "cat/b.png 2");
    assertThat(read()).containsExactly("1", "2");
    assertThat(read("dog", "cat")).containsExactly("1 cat", "2 cat");
    assertThat(read("dog")).containsExactly("1", "2");
    assertThat(described(Images.read(folder.resolve("cat"), SHAPE, List.of())))
        .containsExactly("1", "2");
  }

  @Test
  void hiddenFilesAndOthersAreLeftOut() throws IOException {
    images("cat/a.png 1", "dog/a.png 2", "cat/.b.png 9", ".git/a.png 9", "__MACOSX/x/a.png 9");
    write(folder.resolve("cat/labels.csv"), new byte[3]);
    write(folder.resolve("README.md"), new byte[3]);
    assertThat(read()).containsExactly("1 cat", "2 dog");
  }

  @Test
  void anUnknownClassNamesTheNearest() throws IOException {
    images("automobil/a.png 1", "cat/a.png 2");
    assertRefused(
        List.of("automobile", "cat"),
        "automobil: unknown class 'automobil', did you mean 'automobile'?");
  }

  @Test
  void aClassWithoutImagesIsRefused() throws IOException {
    images("cat/a.png 1", "owl/a.png 2");
    Files.createDirectory(folder.resolve("dog"));
    assertRefused(List.of(), "dog: holds no images");
    Files.delete(folder.resolve("owl/a.png"));
    assertRefused(List.of(), "dog: holds no images");
  }

  @Test
  void aFolderWithoutImagesIsRefused() throws IOException {
    write(folder.resolve("a.txt"), new byte[3]);
    assertRefused(List.of(), "holds no images: want .png, .jpg, .jpeg, .bmp or .gif");
  }

  @Test
  void classesInSeveralPlacesAreRefused() throws IOException {
    images("test/cat/a.png 1", "train/cat/a.png 2");
    assertRefused(List.of(), "the classes test/cat and train/cat are not side by side");
    images("0.png 3");
    assertRefused(List.of(), "0.png: is in no folder of a class, while others are");
  }

  @Test
  void whatCannotBeReadIsNamed() throws IOException {
    images("cat/a.png 1", "dog/a.png 2");
    Path bad = folder.resolve("dog/b.jpg");
    write(bad, new byte[0]);
    assertRefused(List.of(), "dog/b.jpg: is empty");
    write(bad, new byte[] {'h', 'i'});
    assertRefused(List.of(), "dog/b.jpg: is no image");
    write(bad, png(1, 2));
    assertRefused(List.of(), "dog/b.jpg: is an image of 1 x 2 (height x width), wanted are 1 x 1");
    write(bad, new byte[ImageDecoder.MOST_BYTES + 1]);
    assertRefused(List.of(), "dog/b.jpg: has 16777217 bytes: an image may have at most 16777216");
    Files.move(bad, folder.resolve("dog/b.webp"));
    assertRefused(List.of(), "dog/b.webp: images of this format are not read: want .png");
  }

  @Test
  void aLinkThatLeadsBackIsRefusedAndOthersAreFollowed() throws IOException {
    images("cat/a.png 1");
    Files.createSymbolicLink(folder.resolve("dog"), folder.resolve("cat"));
    assertThat(read()).containsExactly("1 cat", "1 dog");
    Files.createSymbolicLink(folder.resolve("cat/loop"), folder);
    assertRefused(List.of(), "a link leads back to where it is");
  }

  /** Writes an image of one pixel for each "path value". */
  private void images(String... all) throws IOException {
    for (String image : all) {
      int space = image.indexOf(' ');
      int value = Integer.parseInt(image.substring(space + 1));
      write(folder.resolve(image.substring(0, space)), png(value));
    }
  }

  private List<String> read(String... classes) throws IOException {
    return described(Images.read(folder, SHAPE, List.of(classes)));
  }

  /** The value of each with its class. */
  static List<String> described(Images set) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < set.count(); i++) {
      String name = set.label(i) < 0 ? "" : " " + set.classes().get(set.label(i));
      all.add(set.pixels(i)[0] + name);
    }
    return all;
  }

  private void assertRefused(List<String> classes, String cause) {
    assertThatThrownBy(() -> Images.read(folder, SHAPE, classes))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(folder + ": ")
        .hasMessageContaining(cause);
  }
}

package io.tidemill.offline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.pipeline.Pipeline;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of files, by the pipeline that reads them. */
class DataTest {
  private static final Pipeline LEVELS = TestingPipelines.LEVELS;
  private static final Pipeline PARTS =
      TestingPipelines.parse(
          """
          name: parts
          events: {topic: t, key: line, time: {field: at, format: epoch-ms}}
          features: [number: [x, y]]
          model: {task: reconstruct, layers: [dense: 1, dense]}
          """);
  private static final Pipeline GLYPHS =
      TestingPipelines.parse(
          """
          name: glyphs
          events: {topic: t, key: {constant: all}, time: record-timestamp}
          features: [{image: pixels, height: 1, width: 2, channels: 1}]
          model: {task: classify, label: glyph, classes: [dark, light], layers: [dense]}
          """);

  @TempDir private Path folder;

  private final List<String> said = new ArrayList<>();

  @Test
  void theEventsOfAKeyAreSortedByTimeAcrossFiles() throws IOException {
    Path late = write("late.csv", "tank,at,level\na,300,3\nb,10,10\na,200,2\n");
    Path early = write("early.ndjson", "{\"tank\": \"a\", \"at\": 100, \"level\": 1}\n");

    Rows rows = read(LEVELS, late, early);

    assertThat(rows.keys()).isEqualTo(2);
    assertThat(rows.name(0)).isEqualTo("a");
    assertThat(rows.length(0)).isEqualTo(3);
    assertThat(List.of(rows.time(0, 0), rows.time(0, 1), rows.time(0, 2)))
        .containsExactly(100L, 200L, 300L);
    assertThat(observed(LEVELS, rows, 0, 2)[0]).isEqualTo(3);
    assertThat(rows.independent()).isFalse();
    assertThat(said).isEmpty();
  }

  @Test
  void whatIsMissingIsObservedAsTheJobObservesIt() throws IOException {
    Rows rows = read(LEVELS, write("a.csv", "tank,at,level\na,1,5\na,2,\n"));

    assertThat(observed(LEVELS, rows, 0, 1)).containsExactly(Double.NaN, 5); // and the last known
  }

  @Test
  void whatAFeatureDropsIsNoRowAndIsSaid() throws IOException {
    Pipeline strict =
        TestingPipelines.parse(
            LEVELS.text().replace("scale: standard", "scale: standard, missing: drop"));
    Path file = write("a.csv", "tank,at,level\na,1,5\na,2,\na,3,7\nb,1,\n");

    Rows rows = read(strict, file);

    assertThat(rows.keys()).isEqualTo(1);
    assertThat(rows.length(0)).isEqualTo(2);
    assertThat(rows.time(0, 1)).isEqualTo(3);
    assertThat(observed(strict, rows, 0, 1)[0]).isEqualTo(7);
    assertThat(said).singleElement().asString().contains("2 rows are left out, as a feature");
    assertThatThrownBy(() -> read(strict, write("b.csv", "tank,at,level\na,1,\n")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no row is left: see missing: drop in test.yaml");
  }

  @Test
  void aZippedFileIsReadAsAnother() throws IOException {
    String text = "{\"tank\": \"a\", \"at\": 100, \"level\": 1}\n";
    Path zipped = folder.resolve("rows.ndjson.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write(text.repeat(3).getBytes(UTF_8));
    }

    assertThat(read(LEVELS, zipped).length(0)).isEqualTo(3);
  }

  @Test
  void rowsThatAreNoEventsAreLeftOutAndSaid() throws IOException {
    Path file = write("a.csv", "tank,at,level\na,1,5\na,noon,6\na,3,7\n");

    assertThat(read(LEVELS, file).length(0)).isEqualTo(2);
    assertThat(said).singleElement().asString().startsWith(file + ": 1 rows are no events and");
    assertThat(said.get(0)).contains("the first is row 2: ");
  }

  @Test
  void aMarkIsBesideTheFeaturesAndNotAmongThem() throws IOException {
    Path file = write("a.csv", "line,at,x,y,odd\na,1,5,6,0\na,2,7,8,1\na,3,7,8,\n");

    Rows rows = new Data(PARTS, "odd", said::add).read(List.of(file));

    assertThat(List.of(rows.mark(0, 0), rows.mark(0, 1), rows.mark(0, 2)))
        .containsExactly(0.0, 1.0, Double.NaN);
    assertThat(read(PARTS, file).mark(0, 1)).isNaN();
    assertThat(observed(PARTS, rows, 0, 1)).contains(7, 8).doesNotContain(1);
  }

  @Test
  void aMarkThatIsNowhereIsRefusedByItsName() throws IOException {
    Path lines = write("a.ndjson", "{\"line\": \"a\", \"at\": 1, \"x\": 1, \"y\": 2}\n");
    Path table = write("a.csv", "line,at,x,y\na,1,5,6\n");

    assertThatThrownBy(() -> new Data(PARTS, "odd", said::add).read(List.of(lines)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no row has a number in column odd: name another with --mark");
    assertThatThrownBy(() -> new Data(PARTS, "odd", said::add).read(List.of(table)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("odd");
    assertThatThrownBy(() -> new Data(GLYPHS, "odd", said::add).read(List.of(glyphs())))
        .hasMessageContaining("images have no column odd");
  }

  @Test
  void imagesOfAFolderAreRowsOfTheirOwn() throws IOException {
    Rows rows = read(GLYPHS, glyphs());

    assertThat(rows.independent()).isTrue();
    assertThat(rows.keys()).isEqualTo(3);
    assertThat(observed(GLYPHS, rows, 0, 0)).containsExactly(1, 2, 0); // pixels and the class
    assertThat(observed(GLYPHS, rows, 1, 0)).containsExactly(3, 4, 0);
    assertThat(observed(GLYPHS, rows, 2, 0)).containsExactly(250, 251, 1);
    assertThat(rows.name(2)).isEqualTo("image 2");
  }

  @Test
  void anImageWithoutALabelForgetsThatOfTheOneBefore() throws IOException {
    Path bare = folder.resolve("bare");
    png(bare.resolve("1.png"), 9, 8);

    Rows labelled = read(GLYPHS, glyphs());
    Rows rows = read(GLYPHS, bare);

    assertThat(observed(GLYPHS, labelled, 2, 0)[2]).isEqualTo(1);
    assertThat(observed(GLYPHS, rows, 0, 0)).containsExactly(9, 8, Double.NaN);
  }

  @Test
  void imagesOfAnIdxFileHaveTheLabelsOfTheOneBesideIt() throws IOException {
    Path images = folder.resolve("train-images-idx3-ubyte");
    Files.write(images, idx(new int[] {0x803, 2, 1, 2}, 10, 20, 30, 40));
    Files.write(folder.resolve("train-labels-idx1-ubyte"), idx(new int[] {0x801, 2}, 1, 0));

    Rows rows = read(GLYPHS, images);

    assertThat(observed(GLYPHS, rows, 0, 0)).containsExactly(10, 20, 1);
    assertThat(observed(GLYPHS, rows, 1, 0)).containsExactly(30, 40, 0);
  }

  @Test
  void imagesMayBeRowsOfAFileToo() throws IOException {
    Path file =
        write(
            "glyphs.ndjson",
            "{\"pixels\": [1, 2], \"glyph\": \"light\"}\n{\"pixels\": [3, 4], \"glyph\": null}\n");

    Rows rows = read(GLYPHS, file);

    assertThat(rows.independent()).isTrue();
    assertThat(observed(GLYPHS, rows, 0, 0)).containsExactly(1, 2, 1);
    assertThat(observed(GLYPHS, rows, 1, 0)).containsExactly(3, 4, Double.NaN);
  }

  @Test
  void filesOfAnotherKindAreRefused() throws IOException {
    Path images = glyphs();
    Path empty = folder.resolve("empty");
    Files.createDirectories(empty.resolve("dark"));
    Path text = write("text.bin", "neither rows nor images");

    assertRefused(LEVELS, "is a folder, and test.yaml reads rows: name CSV or NDJSON", images);
    assertRefused(LEVELS, "the name must end in .csv, .tsv", text);
    assertRefused(GLYPHS, "holds no images", empty);
    assertRefused(GLYPHS, "is neither a file in the idx format, nor a tar", text);
    assertRefused(GLYPHS, "images are one file, folder or tar: put several", images, images);
    assertRefused(GLYPHS, "no such file", folder.resolve("no"));
    assertRefused(LEVELS, "lacks [at, level]", write("b.csv", "tank,time,depth\na,1,2\n"));
    assertRefused(LEVELS, "none of the 2 rows is an event: row 1: ", write("c.ndjson", "x\ny\n"));
  }

  private void assertRefused(Pipeline pipeline, String reason, Path... files) {
    assertThatThrownBy(() -> read(pipeline, files))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(files[0].toString())
        .hasMessageContaining(reason);
  }

  private Rows read(Pipeline pipeline, Path... files) throws IOException {
    return new Data(pipeline, null, said::add).read(List.of(files));
  }

  private static double[] observed(Pipeline pipeline, Rows rows, int key, int row) {
    double[] observed = new double[pipeline.features().observedWidth()];
    rows.observe(key, row, observed, 0);
    return observed;
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** Two dark ones and a light one. */
  private Path glyphs() throws IOException {
    Path glyphs = folder.resolve("glyphs");
    png(glyphs.resolve("dark/1.png"), 1, 2);
    png(glyphs.resolve("dark/2.png"), 3, 4);
    png(glyphs.resolve("light/1.png"), 250, 251);
    return glyphs;
  }

  private static void png(Path file, int... pixels) throws IOException {
    BufferedImage image = new BufferedImage(pixels.length, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setPixels(0, 0, pixels.length, 1, pixels);
    Files.createDirectories(file.resolveSibling("."));
    assertThat(ImageIO.write(image, "png", file.toFile())).isTrue();
  }

  private static byte[] idx(int[] header, int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * header.length + values.length);
    for (int word : header) {
      bytes.putInt(word);
    }
    for (int value : values) {
      bytes.put((byte) value);
    }
    return bytes.array();
  }
}

package io.tidemill.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.augment.ImageShape;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactSheetTest {
  @TempDir Path folder;

  @Test
  void showsImagesRowByRow() throws IOException {
    Images images = Images.of(new ImageShape(1, 2, 1), new float[] {1, 2, 3, 4, 5, 6});
    Raster sheet = sheet(2, images).getRaster();
    assertThat(sheet.getSamples(0, 0, sheet.getWidth(), sheet.getHeight(), 0, (int[]) null))
        .containsExactly(
            1, 2, 255, 255, 3, 4, //
            255, 255, 255, 255, 255, 255, //
            255, 255, 255, 255, 255, 255, //
            5, 6, 255, 255, 255, 255);
  }

  @Test
  void showsColors() throws IOException {
    Images images = Images.of(new ImageShape(1, 1, 3), new float[] {10, 20, 30, 0, 0, 255});
    BufferedImage sheet = sheet(9, images);
    assertThat(sheet.getWidth()).isEqualTo(4);
    assertThat(sheet.getRGB(0, 0)).isEqualTo(0xff0a141e);
    assertThat(sheet.getRGB(3, 0)).isEqualTo(0xff0000ff);
  }

  @Test
  void refusesWhatItCannotShow() {
    assertThatThrownBy(() -> new ContactSheet(0)).hasMessageContaining("of 0 columns");
    assertThatThrownBy(() -> sheet(1, Images.of(new ImageShape(1, 1, 2), new float[2])))
        .hasMessageContaining("1 channel or 3: these are of 1 x 1, 2 channels");
    assertThatThrownBy(() -> sheet(1, Images.of(new ImageShape(1, 1, 1), new float[0])))
        .hasMessageContaining("0 images of 1 x 1, 1 channel");
    assertThat(folder.resolve("sheet.png")).doesNotExist();
  }

  private BufferedImage sheet(int columns, Images images) throws IOException {
    Path file = folder.resolve("sheet.png");
    new ContactSheet(columns).write(images, file);
    return ImageIO.read(file.toFile());
  }
}

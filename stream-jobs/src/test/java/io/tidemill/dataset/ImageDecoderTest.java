package io.tidemill.dataset;

import static io.tidemill.dataset.TestingFiles.encoded;
import static io.tidemill.dataset.TestingFiles.picture;
import static io.tidemill.dataset.TestingFiles.png;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.augment.ImageShape;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
  private static final ImageShape GREY = new ImageShape(1, 3, 1);
  private static final ImageShape COLORS = new ImageShape(1, 3, 3);
  private static final int[] RAINBOW = {255, 0, 0, 0, 255, 0, 1, 2, 255};

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp"})
  void keepsColorsAsTheyAre(String format) throws IOException {
    byte[] file = encoded(picture(BufferedImage.TYPE_INT_RGB, RAINBOW), format);
    assertThat(decoded(COLORS, file)).containsExactly(RAINBOW);
  }

  @Test
  void weighsColorsToGrey() throws IOException {
    byte[] file = encoded(picture(BufferedImage.TYPE_3BYTE_BGR, RAINBOW), "png");
    assertThat(decoded(GREY, file)).containsExactly(76, 150, 31);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "gif"})
  void keepsGreyAsItIs(String format) throws IOException {
    byte[] file = encoded(picture(BufferedImage.TYPE_BYTE_GRAY, 0, 100, 255), format);
    assertThat(decoded(GREY, file)).containsExactly(0, 100, 255);
    assertThat(decoded(COLORS, file)).containsExactly(0, 0, 0, 100, 100, 100, 255, 255, 255);
  }

  @Test
  void readsJpegUpToItsLosses() throws IOException {
    ImageShape shape = new ImageShape(8, 8, 3);
    BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64; i++) {
      picture.setRGB(i % 8, i / 8, 0x64320a);
    }
    int[] values = decoded(shape, encoded(picture, "jpeg"));
    for (int i = 0; i < values.length; i += 3) {
      assertThat(values[i]).isBetween(97, 103);
      assertThat(values[i + 1]).isBetween(47, 53);
      assertThat(values[i + 2]).isBetween(7, 13);
    }
    BufferedImage grey = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 0);
    assertThat(decoded(new ImageShape(8, 8, 1), encoded(grey, "jpg"))).containsOnly(0);
  }

  @Test
  void readsPalettesAndOtherDepths() throws IOException {
    byte[] ramp = {0, (byte) 200, 50, (byte) 255};
    IndexColorModel palette = new IndexColorModel(2, 4, ramp, new byte[4], ramp);
    BufferedImage picture = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
    picture.getRaster().setPixels(0, 0, 3, 1, new int[] {1, 2, 3});
    assertThat(decoded(COLORS, encoded(picture, "png")))
        .containsExactly(200, 0, 200, 50, 0, 50, 255, 0, 255);
    byte[] deep = encoded(picture(BufferedImage.TYPE_USHORT_GRAY, 0, 32_768, 65_535), "png");
    assertThat(decoded(GREY, deep)).containsExactly(0, 128, 255);
  }

  @Test
  void opaqueAlphaIsDroppedAndTransparencyRefused() throws IOException {
    int[] opaque = {1, 2, 3, 255, 4, 5, 6, 255, 7, 8, 9, 255};
    byte[] file = encoded(picture(BufferedImage.TYPE_4BYTE_ABGR, opaque), "png");
    assertThat(decoded(COLORS, file)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    opaque[7] = 254;
    byte[] transparent = encoded(picture(BufferedImage.TYPE_4BYTE_ABGR, opaque), "png");
    assertRefused(COLORS, transparent, "is transparent in places: put it on a background first");
  }

  @Test
  void greyWithAlphaIsGrey() throws IOException {
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            true,
            false,
            Transparency.TRANSLUCENT,
            DataBuffer.TYPE_BYTE);
    BufferedImage picture =
        new BufferedImage(
            model,
            Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 3, 1, 2, null),
            false,
            null);
    picture.getRaster().setPixels(0, 0, 3, 1, new int[] {10, 255, 20, 255, 30, 255});
    assertThat(decoded(GREY, encoded(picture, "png"))).containsExactly(10, 20, 30);
  }

  @Test
  void anImageThatClaimsToBeHugeIsRefusedBeforeItIsDecoded() {
    byte[] file = png(1, 2, 3);
    file[16] = 0x7f;
    assertRefused(GREY, file, "is an image of 1 x 2130706435 (height x width)");
  }

  @Test
  void channelsThatNoFileHasAreRefused() {
    assertThatThrownBy(() -> new ImageDecoder(new ImageShape(1, 3, 2)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("1 channel (grey) or 3 (red, green, blue): wanted are 1 x 3, 2");
  }

  /** Whatever the bytes are, it is an answer or an IOException. */
  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp", "gif"})
  void noByteBreaksTheDecoder(String format) throws IOException {
    byte[] file = encoded(picture(BufferedImage.TYPE_BYTE_GRAY, 0, 100, 255), format);
    Random random = new Random(7);
    int refused = 0;
    try (ImageDecoder decoder = new ImageDecoder(GREY)) {
      for (int i = 0; i < 1_000; i++) {
        byte[] changed = file.clone();
        changed[4 + random.nextInt(changed.length - 4)] = (byte) random.nextInt();
        try {
          decoder.pixels(changed);
        } catch (IOException e) {
          refused++;
        }
      }
      assertThat(decoder.pixels(file)).hasSize(3);
    }
    assertThat(refused).isPositive();
  }

  private static int[] decoded(ImageShape shape, byte[] file) throws IOException {
    try (ImageDecoder decoder = new ImageDecoder(shape)) {
      byte[] pixels = decoder.pixels(file);
      int[] values = new int[pixels.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = pixels[i] & 0xff;
      }
      return values;
    }
  }

  private static void assertRefused(ImageShape shape, byte[] file, String cause) {
    assertThatThrownBy(() -> decoded(shape, file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(cause);
  }
}

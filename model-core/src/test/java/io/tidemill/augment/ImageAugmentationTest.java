package io.tidemill.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.tidemill.math.Noise;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every change of images must hold; a new one is found by its name in {@code permits}. */
class ImageAugmentationTest {
  private static final ImageShape SHAPE = new ImageShape(5, 4, 3);
  private static final ImageShape SQUARE = new ImageShape(3, 3, 1);
  private static final float[] DIGITS = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  private static final int FROM = 7;
  private static final int TIMES = 200;

  static Stream<ImageAugmentation> strong() {
    return types().map(type -> sample(type, 1, 2));
  }

  static Stream<ImageAugmentation> withoutEffect() {
    return types().map(type -> sample(type, 0, 0));
  }

  private static Stream<Class<?>> types() {
    return Arrays.stream(ImageAugmentation.class.getPermittedSubclasses());
  }

  private static ImageAugmentation sample(Class<?> type, double number, int pixels) {
    Class<?> only = type.getRecordComponents()[0].getType();
    Object value = only == int.class ? (Object) pixels : (Object) number;
    try {
      return (ImageAugmentation) type.getDeclaredConstructor(only).newInstance(value);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("no sample of " + type + ": add its components' types here", e);
    }
  }

  @ParameterizedTest
  @MethodSource("strong")
  void theSameNoiseMakesTheSameChange(ImageAugmentation augmentation) {
    float[] once = changed(augmentation, 11);
    float[] scratch = new float[SHAPE.size() + 5];
    Arrays.fill(scratch, Float.NaN);
    float[] again = image();
    augmentation.apply(SHAPE, again, FROM, 11, scratch);
    assertThat(again).isEqualTo(once);
  }

  @ParameterizedTest
  @MethodSource("strong")
  void changesTheImageAndNothingBesideIt(ImageAugmentation augmentation) {
    float[] image = image();
    int changes = 0;
    for (int noise = 0; noise < TIMES; noise++) {
      float[] changed = changed(augmentation, noise);
      changes += Arrays.equals(changed, image) ? 0 : 1;
      for (int i = 0; i < image.length; i++) {
        if (i < FROM || i >= FROM + SHAPE.size()) {
          assertThat(changed[i]).isEqualTo(image[i]);
        }
      }
    }
    assertThat(changes).isGreaterThan(TIMES / 2);
  }

  @ParameterizedTest
  @MethodSource("strong")
  void keepsEveryChannelBetweenItsOwnValuesAndZero(ImageAugmentation augmentation) {
    for (int noise = 0; noise < TIMES; noise++) {
      float[] changed = changed(augmentation, noise);
      for (int i = 0; i < SHAPE.size(); i++) {
        int channel = i % 3;
        float value = changed[FROM + i];
        assertThat(value == 0 || value >= 100 * channel && value <= 100 * channel + 60)
            .as("%s of channel %s", value, channel)
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("withoutEffect")
  void leavesTheImageWhereItIsToDoNothing(ImageAugmentation augmentation) {
    for (int noise = 0; noise < TIMES; noise++) {
      assertThat(changed(augmentation, noise)).isEqualTo(image());
    }
  }

  @ParameterizedTest
  @MethodSource("strong")
  void allocatesNothing(ImageAugmentation augmentation) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    float[] image = image();
    float[] scratch = new float[SHAPE.size()];
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 20 && least > 0; attempt++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int noise = 0; noise < 50; noise++) {
        augmentation.apply(SHAPE, image, FROM, noise, scratch);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isZero();
  }

  @Test
  void flipsMirror() {
    assertThat(square(new HorizontalFlip(1), 0)).containsExactly(3, 2, 1, 6, 5, 4, 9, 8, 7);
    assertThat(square(new VerticalFlip(1), 0)).containsExactly(7, 8, 9, 4, 5, 6, 1, 2, 3);
    ImageShape wide = new ImageShape(1, 2, 3);
    float[] pixels = {1, 2, 3, 4, 5, 6};
    new HorizontalFlip(1).apply(wide, pixels, 0, 0, new float[6]);
    assertThat(pixels).containsExactly(4, 5, 6, 1, 2, 3);
  }

  @Test
  void flipsAreAsFrequentAsTheySay() {
    for (ImageAugmentation flip : List.of(new HorizontalFlip(), new VerticalFlip(0.5))) {
      long flips =
          IntStream.range(0, 10_000).filter(noise -> square(flip, noise)[0] != DIGITS[0]).count();
      assertThat(flips).isBetween(4_800L, 5_200L);
    }
  }

  @Test
  void aShiftRepeatsTheEdge() {
    long noise = noiseFor(1, -1);
    assertThat(square(new Shift(1), noise)).containsExactly(2, 3, 3, 2, 3, 3, 5, 6, 6);
  }

  @Test
  void aCropHasZerosAroundTheImage() {
    long noise = noiseFor(1, -1);
    assertThat(square(new Crop(1), noise)).containsExactly(0, 0, 0, 2, 3, 0, 5, 6, 0);
  }

  @Test
  void shiftsAndCropsGoToAllPlacesAsOften() {
    int[] times = new int[25];
    for (int noise = 0; noise < 25_000; noise++) {
      times[5 * (Draws.offset(noise, 0, 2) + 2) + Draws.offset(noise, 1, 2) + 2]++;
    }
    assertThat(Arrays.stream(times)).allMatch(n -> n > 850 && n < 1_150);
  }

  @Test
  void whatIsMovedByMoreThanItsSizeIsGone() {
    Set<Float> left = new HashSet<>();
    for (int noise = 0; noise < TIMES; noise++) {
      if (Math.abs(Draws.offset(noise, 0, 40)) >= 3 || Math.abs(Draws.offset(noise, 1, 40)) >= 3) {
        for (float value : square(new Crop(40), noise)) {
          left.add(value);
        }
        square(new Shift(40), noise);
      }
    }
    assertThat(left).containsExactly(0f);
  }

  @Test
  void aQuarterTurnMovesColumnsToRows() {
    assertThat(turned(SQUARE, DIGITS, 90))
        .containsExactly(new float[] {3, 6, 9, 2, 5, 8, 1, 4, 7}, within(1e-5f));
    assertThat(turned(SQUARE, DIGITS, -90))
        .containsExactly(new float[] {7, 4, 1, 8, 5, 2, 9, 6, 3}, within(1e-5f));
    assertThat(turned(new ImageShape(2, 3, 1), new float[] {1, 2, 3, 4, 5, 6}, 180))
        .containsExactly(new float[] {6, 5, 4, 3, 2, 1}, within(1e-5f));
  }

  /** At 45 degrees the pixel right of the centre comes from sqrt(1/2) below and right of it. */
  @Test
  void anEighthOfATurnInterpolates() {
    float far = (float) Math.sqrt(0.5);
    float expected = 5 + far * 3 + far;
    assertThat(turned(SQUARE, DIGITS, 45)[5]).isCloseTo(expected, within(1e-5f));
    assertThat(turned(SQUARE, DIGITS, 45)[4]).isEqualTo(5);
  }

  @Test
  void turnsByUpToItsDegreesEitherWay() {
    ImageShape line = new ImageShape(41, 41, 1);
    float[] image = new float[line.size()];
    for (int x = 0; x < 41; x++) {
      image[line.index(20, x)] = 1;
    }
    boolean left = false;
    boolean right = false;
    for (int noise = 0; noise < TIMES; noise++) {
      float[] changed = image.clone();
      new Rotate(10).apply(line, changed, 0, noise, new float[line.size()]);
      double above = 0;
      for (int y = 0; y < 41; y++) {
        above += (20 - y) * changed[line.index(y, 35)];
        if (Math.abs(y - 20) > 15 * Math.tan(Math.toRadians(10)) + 2) {
          assertThat(changed[line.index(y, 35)]).isZero();
        }
      }
      left |= above > 1.5;
      right |= above < -1.5;
    }
    assertThat(left && right).isTrue();
  }

  @Test
  void severalAreAppliedInTurnWithNoiseOfTheirOwn() {
    float[] image = DIGITS.clone();
    float[] expected = DIGITS.clone();
    float[] scratch = new float[9];
    List<ImageAugmentation> all = List.of(new Shift(1), new Crop(1), new HorizontalFlip(1));
    ImageAugmentation.apply(all, SQUARE, image, 0, 5, scratch);
    for (int i = 0; i < all.size(); i++) {
      all.get(i).apply(SQUARE, expected, 0, Noise.bits(5, i), scratch);
    }
    assertThat(image).isEqualTo(expected).isNotEqualTo(DIGITS);
  }

  @Test
  void refuseWhatIsNoChange() {
    assertThatThrownBy(() -> new HorizontalFlip(1.5)).hasMessageContaining("probability is 1.5");
    assertThatThrownBy(() -> new VerticalFlip(Double.NaN))
        .hasMessageContaining("probability is NaN");
    assertThatThrownBy(() -> new Shift(-1)).hasMessageContaining("shift.pixels is -1");
    assertThatThrownBy(() -> new Shift(65_537)).hasMessageContaining("must be 0 to 65536 pixels");
    assertThatThrownBy(() -> new Crop(-2)).hasMessageContaining("crop.padding is -2");
    assertThatThrownBy(() -> new Rotate(181)).hasMessageContaining("rotate.degrees is 181.0");
    assertThatThrownBy(() -> new ImageShape(0, 2, 3)).hasMessageContaining("0 x 2, 3 channels");
    assertThatThrownBy(() -> new ImageShape(1 << 16, 1 << 15, 1))
        .hasMessageContaining("more than an array holds");
  }

  /** Noise that moves by so many pixels where one is the most. */
  private static long noiseFor(int down, int right) {
    return IntStream.range(0, 1_000)
        .filter(n -> Draws.offset(n, 0, 1) == down && Draws.offset(n, 1, 1) == right)
        .findFirst()
        .orElseThrow();
  }

  private static float[] square(ImageAugmentation augmentation, long noise) {
    float[] image = DIGITS.clone();
    augmentation.apply(SQUARE, image, 0, noise, new float[9]);
    return image;
  }

  private static float[] turned(ImageShape shape, float[] image, double degrees) {
    float[] turned = image.clone();
    Rotate.turn(shape, turned, 0, degrees, new float[shape.size()]);
    return turned;
  }

  private static float[] changed(ImageAugmentation augmentation, long noise) {
    float[] image = image();
    augmentation.apply(SHAPE, image, FROM, noise, new float[SHAPE.size()]);
    return image;
  }

  /** Each channel has values of its own, from 100 times the channel; -1 is beside the image. */
  private static float[] image() {
    float[] image = new float[FROM + SHAPE.size() + 3];
    Arrays.fill(image, -1);
    for (int i = 0; i < SHAPE.size(); i++) {
      image[FROM + i] = 100 * (i % 3) + i;
    }
    return image;
  }
}

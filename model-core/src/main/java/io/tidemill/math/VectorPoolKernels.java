package io.tidemill.math;

import static io.tidemill.math.VectorTiles.SPECIES;
import static io.tidemill.math.VectorTiles.V;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Pools on the Vector API, a vector of channels at a time, what is left in plain Java. */
final class VectorPoolKernels implements PoolKernels {

  @Override
  public void max(
      int count,
      int[] origins,
      int[] pixels,
      int channels,
      float least,
      float[] x,
      int xAt,
      float[] y,
      int yAt) {
    // Small windows are most common; a pixel taken twice changes no maximum.
    int last = pixels.length - 1;
    int p0 = pixels[0];
    int p1 = pixels[Math.min(1, last)];
    int p2 = pixels[Math.min(2, last)];
    int p3 = pixels[Math.min(3, last)];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j + V <= channels; j += V) {
        int at = xAt + origins[i] + j;
        FloatVector most =
            FloatVector.fromArray(SPECIES, x, at + p0)
                .max(FloatVector.fromArray(SPECIES, x, at + p1))
                .max(
                    FloatVector.fromArray(SPECIES, x, at + p2)
                        .max(FloatVector.fromArray(SPECIES, x, at + p3)))
                .max(least);
        for (int p = 4; p < pixels.length; p++) {
          most = most.max(FloatVector.fromArray(SPECIES, x, at + pixels[p]));
        }
        most.intoArray(y, yAt + i * channels + j);
      }
    }
    ScalarPoolKernels.maxFrom(
        channels - channels % V, count, origins, pixels, channels, least, x, xAt, y, yAt);
  }

  @Override
  public void maxBackward(
      int count,
      int[] origins,
      int[] pixels,
      int channels,
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      float[] dx,
      int dxAt) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int i = 0; i < count; i++) {
      for (int j = 0; j + V <= channels; j += V) {
        int at = xAt + origins[i] + j;
        int to = dxAt + origins[i] + j;
        FloatVector most = FloatVector.fromArray(SPECIES, x, at + pixels[0]);
        for (int p = 1; p < pixels.length; p++) {
          most = most.max(FloatVector.fromArray(SPECIES, x, at + pixels[p]));
        }
        FloatVector left = FloatVector.fromArray(SPECIES, dy, dyAt + i * channels + j);
        for (int p = 0; p < pixels.length; p++) {
          FloatVector v = FloatVector.fromArray(SPECIES, x, at + pixels[p]);
          FloatVector rest = left.blend(zero, v.compare(VectorOperators.EQ, most));
          FloatVector d = FloatVector.fromArray(SPECIES, dx, to + pixels[p]);
          d.add(left.sub(rest)).intoArray(dx, to + pixels[p]);
          left = rest;
        }
      }
    }
    ScalarPoolKernels.maxBackwardFrom(
        channels - channels % V, count, origins, pixels, channels, x, xAt, dy, dyAt, dx, dxAt);
  }

  @Override
  public void choose(
      int count,
      int[] origins,
      int[] pixels,
      int channels,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      float[] chosen,
      int chosenAt) {
    // Small windows are most common; a pixel taken twice is not above itself.
    int last = pixels.length - 1;
    int p0 = pixels[0];
    int p1 = pixels[Math.min(1, last)];
    int p2 = pixels[Math.min(2, last)];
    int p3 = pixels[Math.min(3, last)];
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector none = FloatVector.broadcast(SPECIES, -1f);
    for (int i = 0; i < count; i++) {
      for (int j = 0; j + V <= channels; j += V) {
        int at = xAt + origins[i] + j;
        FloatVector v0 = FloatVector.fromArray(SPECIES, x, at + p0);
        FloatVector v1 = FloatVector.fromArray(SPECIES, x, at + p1);
        FloatVector v2 = FloatVector.fromArray(SPECIES, x, at + p2);
        FloatVector v3 = FloatVector.fromArray(SPECIES, x, at + p3);
        FloatVector m0 = v0.max(zero);
        FloatVector m1 = v1.max(m0);
        FloatVector m2 = v2.max(m1);
        FloatVector most = v3.max(m2);
        FloatVector which =
            none.blend(zero, v0.compare(VectorOperators.GT, zero))
                .blend(1f, v1.compare(VectorOperators.GT, m0))
                .blend(2f, v2.compare(VectorOperators.GT, m1))
                .blend(3f, v3.compare(VectorOperators.GT, m2));
        for (int p = 4; p < pixels.length; p++) {
          FloatVector v = FloatVector.fromArray(SPECIES, x, at + pixels[p]);
          which = which.blend(p, v.compare(VectorOperators.GT, most));
          most = v.max(most);
        }
        most.intoArray(y, yAt + i * channels + j);
        which.intoArray(chosen, chosenAt + i * channels + j);
      }
    }
    ScalarPoolKernels.chooseFrom(
        channels - channels % V,
        count,
        origins,
        pixels,
        channels,
        x,
        xAt,
        y,
        yAt,
        chosen,
        chosenAt);
  }

  @Override
  public void chooseBackward(
      int count,
      int[] origins,
      int[] pixels,
      int channels,
      float[] chosen,
      int chosenAt,
      float[] dy,
      int dyAt,
      float[] dx,
      int dxAt) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int i = 0; i < count; i++) {
      for (int j = 0; j + V <= channels; j += V) {
        int to = dxAt + origins[i] + j;
        FloatVector d = FloatVector.fromArray(SPECIES, dy, dyAt + i * channels + j);
        FloatVector which = FloatVector.fromArray(SPECIES, chosen, chosenAt + i * channels + j);
        for (int p = 0; p < pixels.length; p++) {
          FloatVector share = zero.blend(d, which.compare(VectorOperators.EQ, p));
          FloatVector.fromArray(SPECIES, dx, to + pixels[p])
              .add(share)
              .intoArray(dx, to + pixels[p]);
        }
      }
    }
    ScalarPoolKernels.chooseBackwardFrom(
        channels - channels % V,
        count,
        origins,
        pixels,
        channels,
        chosen,
        chosenAt,
        dy,
        dyAt,
        dx,
        dxAt);
  }

  @Override
  public void sum(
      int count,
      int[] origins,
      int[] pixels,
      int channels,
      float scale,
      float[] x,
      int xAt,
      float[] y,
      int yAt) {
    for (int i = 0; i < count; i++) {
      for (int j = 0; j + V <= channels; j += V) {
        int at = xAt + origins[i] + j;
        FloatVector sum = FloatVector.fromArray(SPECIES, x, at + pixels[0]);
        for (int p = 1; p < pixels.length; p++) {
          sum = sum.add(FloatVector.fromArray(SPECIES, x, at + pixels[p]));
        }
        sum.mul(scale).intoArray(y, yAt + i * channels + j);
      }
    }
    ScalarPoolKernels.sumFrom(
        channels - channels % V, count, origins, pixels, channels, scale, x, xAt, y, yAt);
  }

  @Override
  public void sumBackward(
      int count,
      int[] origins,
      int[] pixels,
      int channels,
      float scale,
      float[] dy,
      int dyAt,
      float[] dx,
      int dxAt) {
    for (int i = 0; i < count; i++) {
      for (int j = 0; j + V <= channels; j += V) {
        int to = dxAt + origins[i] + j;
        FloatVector share = FloatVector.fromArray(SPECIES, dy, dyAt + i * channels + j).mul(scale);
        for (int p = 0; p < pixels.length; p++) {
          FloatVector d = FloatVector.fromArray(SPECIES, dx, to + pixels[p]);
          d.add(share).intoArray(dx, to + pixels[p]);
        }
      }
    }
    ScalarPoolKernels.sumBackwardFrom(
        channels - channels % V, count, origins, pixels, channels, scale, dy, dyAt, dx, dxAt);
  }
}

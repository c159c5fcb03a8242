package io.tidemill.math;

import static io.tidemill.math.VectorTiles.SPECIES;
import static io.tidemill.math.VectorTiles.V;

import jdk.incubator.vector.FloatVector;

/**
 * The transforms on the Vector API; the last vector ends at the last channel, and what it repeats
 * is the same.
 */
final class VectorWinogradKernels implements WinogradKernels {

  @Override
  public void input(
      int tiles,
      int[] origins,
      int line,
      int channels,
      float[] x,
      int xAt,
      float[] v,
      int vAt,
      int plane) {
    for (int t = 0; t < tiles; t++) {
      for (int c = 0; c < channels; c += V) {
        int j = Math.min(c, channels - V);
        int a = xAt + origins[t] + j;
        int b = a + line;
        int e = b + line;
        int d = e + line;
        FloatVector d00 = FloatVector.fromArray(SPECIES, x, a);
        FloatVector d01 = FloatVector.fromArray(SPECIES, x, a + channels);
        FloatVector d02 = FloatVector.fromArray(SPECIES, x, a + 2 * channels);
        FloatVector d03 = FloatVector.fromArray(SPECIES, x, a + 3 * channels);
        FloatVector d10 = FloatVector.fromArray(SPECIES, x, b);
        FloatVector d11 = FloatVector.fromArray(SPECIES, x, b + channels);
        FloatVector d12 = FloatVector.fromArray(SPECIES, x, b + 2 * channels);
        FloatVector d13 = FloatVector.fromArray(SPECIES, x, b + 3 * channels);
        FloatVector d20 = FloatVector.fromArray(SPECIES, x, e);
        FloatVector d21 = FloatVector.fromArray(SPECIES, x, e + channels);
        FloatVector d22 = FloatVector.fromArray(SPECIES, x, e + 2 * channels);
        FloatVector d23 = FloatVector.fromArray(SPECIES, x, e + 3 * channels);
        FloatVector d30 = FloatVector.fromArray(SPECIES, x, d);
        FloatVector d31 = FloatVector.fromArray(SPECIES, x, d + channels);
        FloatVector d32 = FloatVector.fromArray(SPECIES, x, d + 2 * channels);
        FloatVector d33 = FloatVector.fromArray(SPECIES, x, d + 3 * channels);
        FloatVector e00 = d00.sub(d20);
        FloatVector e10 = d10.add(d20);
        FloatVector e20 = d20.sub(d10);
        FloatVector e30 = d10.sub(d30);
        FloatVector e01 = d01.sub(d21);
        FloatVector e11 = d11.add(d21);
        FloatVector e21 = d21.sub(d11);
        FloatVector e31 = d11.sub(d31);
        FloatVector e02 = d02.sub(d22);
        FloatVector e12 = d12.add(d22);
        FloatVector e22 = d22.sub(d12);
        FloatVector e32 = d12.sub(d32);
        FloatVector e03 = d03.sub(d23);
        FloatVector e13 = d13.add(d23);
        FloatVector e23 = d23.sub(d13);
        FloatVector e33 = d13.sub(d33);
        int to = vAt + t * channels + j;
        e00.sub(e02).intoArray(v, to);
        e01.add(e02).intoArray(v, to + plane);
        e02.sub(e01).intoArray(v, to + 2 * plane);
        e01.sub(e03).intoArray(v, to + 3 * plane);
        e10.sub(e12).intoArray(v, to + 4 * plane);
        e11.add(e12).intoArray(v, to + 5 * plane);
        e12.sub(e11).intoArray(v, to + 6 * plane);
        e11.sub(e13).intoArray(v, to + 7 * plane);
        e20.sub(e22).intoArray(v, to + 8 * plane);
        e21.add(e22).intoArray(v, to + 9 * plane);
        e22.sub(e21).intoArray(v, to + 10 * plane);
        e21.sub(e23).intoArray(v, to + 11 * plane);
        e30.sub(e32).intoArray(v, to + 12 * plane);
        e31.add(e32).intoArray(v, to + 13 * plane);
        e32.sub(e31).intoArray(v, to + 14 * plane);
        e31.sub(e33).intoArray(v, to + 15 * plane);
      }
    }
  }

  @Override
  public void output(
      int rows,
      int columns,
      int filters,
      float[] m,
      int mAt,
      int plane,
      float[] bias,
      int biasAt,
      float[] y,
      int yAt) {
    int across = (columns + 1) / 2;
    int tiles = (rows + 1) / 2 * across;
    for (int t = 0; t < tiles; t++) {
      int row = t / across * 2;
      int column = t % across * 2;
      boolean right = column + 1 < columns;
      boolean below = row + 1 < rows;
      for (int c = 0; c < filters; c += V) {
        int j = Math.min(c, filters - V);
        int from = mAt + t * filters + j;
        FloatVector b = FloatVector.fromArray(SPECIES, bias, biasAt + j);
        FloatVector p0 = FloatVector.fromArray(SPECIES, m, from + 4 * plane);
        FloatVector q0 = FloatVector.fromArray(SPECIES, m, from + 8 * plane);
        FloatVector u0 = FloatVector.fromArray(SPECIES, m, from).add(p0).add(q0);
        FloatVector v0 = p0.sub(q0).sub(FloatVector.fromArray(SPECIES, m, from + 12 * plane));
        FloatVector p1 = FloatVector.fromArray(SPECIES, m, from + 5 * plane);
        FloatVector q1 = FloatVector.fromArray(SPECIES, m, from + 9 * plane);
        FloatVector u1 = FloatVector.fromArray(SPECIES, m, from + plane).add(p1).add(q1);
        FloatVector v1 = p1.sub(q1).sub(FloatVector.fromArray(SPECIES, m, from + 13 * plane));
        FloatVector p2 = FloatVector.fromArray(SPECIES, m, from + 6 * plane);
        FloatVector q2 = FloatVector.fromArray(SPECIES, m, from + 10 * plane);
        FloatVector u2 = FloatVector.fromArray(SPECIES, m, from + 2 * plane).add(p2).add(q2);
        FloatVector v2 = p2.sub(q2).sub(FloatVector.fromArray(SPECIES, m, from + 14 * plane));
        FloatVector p3 = FloatVector.fromArray(SPECIES, m, from + 7 * plane);
        FloatVector q3 = FloatVector.fromArray(SPECIES, m, from + 11 * plane);
        FloatVector u3 = FloatVector.fromArray(SPECIES, m, from + 3 * plane).add(p3).add(q3);
        FloatVector v3 = p3.sub(q3).sub(FloatVector.fromArray(SPECIES, m, from + 15 * plane));
        int to = yAt + (row * columns + column) * filters + j;
        int next = to + columns * filters;
        u0.add(u1).add(u2).add(b).intoArray(y, to);
        if (right) {
          u1.sub(u2).sub(u3).add(b).intoArray(y, to + filters);
        }
        if (below) {
          v0.add(v1).add(v2).add(b).intoArray(y, next);
        }
        if (right && below) {
          v1.sub(v2).sub(v3).add(b).intoArray(y, next + filters);
        }
      }
    }
  }
}

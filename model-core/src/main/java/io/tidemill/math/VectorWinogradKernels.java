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
  public void weights(int size, float[] g, int at, float[] planes, int plane) {
    for (int c = 0; c < size; c += V) {
      int i = Math.min(c, size - V);
      int from = at + i;
      FloatVector g00 = FloatVector.fromArray(SPECIES, g, from);
      FloatVector g01 = FloatVector.fromArray(SPECIES, g, from + size);
      FloatVector g02 = FloatVector.fromArray(SPECIES, g, from + 2 * size);
      FloatVector g10 = FloatVector.fromArray(SPECIES, g, from + 3 * size);
      FloatVector g11 = FloatVector.fromArray(SPECIES, g, from + 4 * size);
      FloatVector g12 = FloatVector.fromArray(SPECIES, g, from + 5 * size);
      FloatVector g20 = FloatVector.fromArray(SPECIES, g, from + 6 * size);
      FloatVector g21 = FloatVector.fromArray(SPECIES, g, from + 7 * size);
      FloatVector g22 = FloatVector.fromArray(SPECIES, g, from + 8 * size);
      FloatVector s0 = g00.add(g20);
      FloatVector e10 = s0.add(g10).mul(0.5f);
      FloatVector e20 = s0.sub(g10).mul(0.5f);
      FloatVector s1 = g01.add(g21);
      FloatVector e11 = s1.add(g11).mul(0.5f);
      FloatVector e21 = s1.sub(g11).mul(0.5f);
      FloatVector s2 = g02.add(g22);
      FloatVector e12 = s2.add(g12).mul(0.5f);
      FloatVector e22 = s2.sub(g12).mul(0.5f);
      FloatVector t0 = g00.add(g02);
      g00.intoArray(planes, i);
      t0.add(g01).mul(0.5f).intoArray(planes, i + plane);
      t0.sub(g01).mul(0.5f).intoArray(planes, i + 2 * plane);
      g02.intoArray(planes, i + 3 * plane);
      FloatVector t1 = e10.add(e12);
      e10.intoArray(planes, i + 4 * plane);
      t1.add(e11).mul(0.5f).intoArray(planes, i + 5 * plane);
      t1.sub(e11).mul(0.5f).intoArray(planes, i + 6 * plane);
      e12.intoArray(planes, i + 7 * plane);
      FloatVector t2 = e20.add(e22);
      e20.intoArray(planes, i + 8 * plane);
      t2.add(e21).mul(0.5f).intoArray(planes, i + 9 * plane);
      t2.sub(e21).mul(0.5f).intoArray(planes, i + 10 * plane);
      e22.intoArray(planes, i + 11 * plane);
      FloatVector t3 = g20.add(g22);
      g20.intoArray(planes, i + 12 * plane);
      t3.add(g21).mul(0.5f).intoArray(planes, i + 13 * plane);
      t3.sub(g21).mul(0.5f).intoArray(planes, i + 14 * plane);
      g22.intoArray(planes, i + 15 * plane);
    }
  }

  @Override
  public void addWeightsBackward(int size, float[] planes, int plane, float[] dg, int at) {
    for (int i = 0; i + V <= size; i += V) {
      int to = at + i;
      FloatVector d00 = FloatVector.fromArray(SPECIES, planes, i);
      FloatVector d10 = FloatVector.fromArray(SPECIES, planes, i + 4 * plane);
      FloatVector d20 = FloatVector.fromArray(SPECIES, planes, i + 8 * plane);
      FloatVector d30 = FloatVector.fromArray(SPECIES, planes, i + 12 * plane);
      FloatVector d01 = FloatVector.fromArray(SPECIES, planes, i + plane);
      FloatVector d11 = FloatVector.fromArray(SPECIES, planes, i + 5 * plane);
      FloatVector d21 = FloatVector.fromArray(SPECIES, planes, i + 9 * plane);
      FloatVector d31 = FloatVector.fromArray(SPECIES, planes, i + 13 * plane);
      FloatVector d02 = FloatVector.fromArray(SPECIES, planes, i + 2 * plane);
      FloatVector d12 = FloatVector.fromArray(SPECIES, planes, i + 6 * plane);
      FloatVector d22 = FloatVector.fromArray(SPECIES, planes, i + 10 * plane);
      FloatVector d32 = FloatVector.fromArray(SPECIES, planes, i + 14 * plane);
      FloatVector d03 = FloatVector.fromArray(SPECIES, planes, i + 3 * plane);
      FloatVector d13 = FloatVector.fromArray(SPECIES, planes, i + 7 * plane);
      FloatVector d23 = FloatVector.fromArray(SPECIES, planes, i + 11 * plane);
      FloatVector d33 = FloatVector.fromArray(SPECIES, planes, i + 15 * plane);
      FloatVector s0 = d10.add(d20).mul(0.5f);
      FloatVector e00 = d00.add(s0);
      FloatVector e10 = d10.sub(d20).mul(0.5f);
      FloatVector e20 = s0.add(d30);
      FloatVector s1 = d11.add(d21).mul(0.5f);
      FloatVector e01 = d01.add(s1);
      FloatVector e11 = d11.sub(d21).mul(0.5f);
      FloatVector e21 = s1.add(d31);
      FloatVector s2 = d12.add(d22).mul(0.5f);
      FloatVector e02 = d02.add(s2);
      FloatVector e12 = d12.sub(d22).mul(0.5f);
      FloatVector e22 = s2.add(d32);
      FloatVector s3 = d13.add(d23).mul(0.5f);
      FloatVector e03 = d03.add(s3);
      FloatVector e13 = d13.sub(d23).mul(0.5f);
      FloatVector e23 = s3.add(d33);
      FloatVector t0 = e01.add(e02).mul(0.5f);
      FloatVector.fromArray(SPECIES, dg, to).add(e00.add(t0)).intoArray(dg, to);
      FloatVector.fromArray(SPECIES, dg, to + size)
          .add(e01.sub(e02).mul(0.5f))
          .intoArray(dg, to + size);
      FloatVector.fromArray(SPECIES, dg, to + 2 * size)
          .add(t0.add(e03))
          .intoArray(dg, to + 2 * size);
      FloatVector t1 = e11.add(e12).mul(0.5f);
      FloatVector.fromArray(SPECIES, dg, to + 3 * size)
          .add(e10.add(t1))
          .intoArray(dg, to + 3 * size);
      FloatVector.fromArray(SPECIES, dg, to + 4 * size)
          .add(e11.sub(e12).mul(0.5f))
          .intoArray(dg, to + 4 * size);
      FloatVector.fromArray(SPECIES, dg, to + 5 * size)
          .add(t1.add(e13))
          .intoArray(dg, to + 5 * size);
      FloatVector t2 = e21.add(e22).mul(0.5f);
      FloatVector.fromArray(SPECIES, dg, to + 6 * size)
          .add(e20.add(t2))
          .intoArray(dg, to + 6 * size);
      FloatVector.fromArray(SPECIES, dg, to + 7 * size)
          .add(e21.sub(e22).mul(0.5f))
          .intoArray(dg, to + 7 * size);
      FloatVector.fromArray(SPECIES, dg, to + 8 * size)
          .add(t2.add(e23))
          .intoArray(dg, to + 8 * size);
    }
    ScalarWinogradKernels.addWeightsBackwardFrom(size - size % V, size, planes, plane, dg, at);
  }

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

  @Override
  public void inputBackward(
      int tiles,
      int[] origins,
      int line,
      int channels,
      float[] v,
      int vAt,
      int plane,
      float[] dx,
      int dxAt) {
    for (int t = 0; t < tiles; t++) {
      for (int j = 0; j + V <= channels; j += V) {
        int from = vAt + t * channels + j;
        int a = dxAt + origins[t] + j;
        int b = a + line;
        int e = b + line;
        int d = e + line;
        FloatVector g00 = FloatVector.fromArray(SPECIES, v, from);
        FloatVector g01 = FloatVector.fromArray(SPECIES, v, from + plane);
        FloatVector g02 = FloatVector.fromArray(SPECIES, v, from + 2 * plane);
        FloatVector g03 = FloatVector.fromArray(SPECIES, v, from + 3 * plane);
        FloatVector g10 = FloatVector.fromArray(SPECIES, v, from + 4 * plane);
        FloatVector g11 = FloatVector.fromArray(SPECIES, v, from + 5 * plane);
        FloatVector g12 = FloatVector.fromArray(SPECIES, v, from + 6 * plane);
        FloatVector g13 = FloatVector.fromArray(SPECIES, v, from + 7 * plane);
        FloatVector g20 = FloatVector.fromArray(SPECIES, v, from + 8 * plane);
        FloatVector g21 = FloatVector.fromArray(SPECIES, v, from + 9 * plane);
        FloatVector g22 = FloatVector.fromArray(SPECIES, v, from + 10 * plane);
        FloatVector g23 = FloatVector.fromArray(SPECIES, v, from + 11 * plane);
        FloatVector g30 = FloatVector.fromArray(SPECIES, v, from + 12 * plane);
        FloatVector g31 = FloatVector.fromArray(SPECIES, v, from + 13 * plane);
        FloatVector g32 = FloatVector.fromArray(SPECIES, v, from + 14 * plane);
        FloatVector g33 = FloatVector.fromArray(SPECIES, v, from + 15 * plane);
        FloatVector e10 = g10.sub(g20).add(g30);
        FloatVector e20 = g10.add(g20).sub(g00);
        FloatVector e11 = g11.sub(g21).add(g31);
        FloatVector e21 = g11.add(g21).sub(g01);
        FloatVector e12 = g12.sub(g22).add(g32);
        FloatVector e22 = g12.add(g22).sub(g02);
        FloatVector e13 = g13.sub(g23).add(g33);
        FloatVector e23 = g13.add(g23).sub(g03);
        FloatVector.fromArray(SPECIES, dx, a).add(g00).intoArray(dx, a);
        FloatVector.fromArray(SPECIES, dx, a + channels)
            .add(g01.sub(g02).add(g03))
            .intoArray(dx, a + channels);
        FloatVector.fromArray(SPECIES, dx, a + 2 * channels)
            .add(g01.add(g02).sub(g00))
            .intoArray(dx, a + 2 * channels);
        FloatVector.fromArray(SPECIES, dx, a + 3 * channels)
            .sub(g03)
            .intoArray(dx, a + 3 * channels);
        FloatVector.fromArray(SPECIES, dx, b).add(e10).intoArray(dx, b);
        FloatVector.fromArray(SPECIES, dx, b + channels)
            .add(e11.sub(e12).add(e13))
            .intoArray(dx, b + channels);
        FloatVector.fromArray(SPECIES, dx, b + 2 * channels)
            .add(e11.add(e12).sub(e10))
            .intoArray(dx, b + 2 * channels);
        FloatVector.fromArray(SPECIES, dx, b + 3 * channels)
            .sub(e13)
            .intoArray(dx, b + 3 * channels);
        FloatVector.fromArray(SPECIES, dx, e).add(e20).intoArray(dx, e);
        FloatVector.fromArray(SPECIES, dx, e + channels)
            .add(e21.sub(e22).add(e23))
            .intoArray(dx, e + channels);
        FloatVector.fromArray(SPECIES, dx, e + 2 * channels)
            .add(e21.add(e22).sub(e20))
            .intoArray(dx, e + 2 * channels);
        FloatVector.fromArray(SPECIES, dx, e + 3 * channels)
            .sub(e23)
            .intoArray(dx, e + 3 * channels);
        FloatVector.fromArray(SPECIES, dx, d).sub(g30).intoArray(dx, d);
        FloatVector.fromArray(SPECIES, dx, d + channels)
            .sub(g31.sub(g32).add(g33))
            .intoArray(dx, d + channels);
        FloatVector.fromArray(SPECIES, dx, d + 2 * channels)
            .sub(g31.add(g32).sub(g30))
            .intoArray(dx, d + 2 * channels);
        FloatVector.fromArray(SPECIES, dx, d + 3 * channels)
            .add(g33)
            .intoArray(dx, d + 3 * channels);
      }
    }
    // Not by a vector that ends at the last channel: what it repeats would be added twice.
    ScalarWinogradKernels.inputBackwardFrom(
        channels - channels % V, tiles, origins, line, channels, v, vAt, plane, dx, dxAt);
  }

  @Override
  public void outputBackward(
      int tiles,
      int[] origins,
      int line,
      int filters,
      float[] dy,
      int dyAt,
      float[] m,
      int mAt,
      int plane) {
    for (int t = 0; t < tiles; t++) {
      for (int c = 0; c < filters; c += V) {
        int j = Math.min(c, filters - V);
        int a = dyAt + origins[t] + j;
        int to = mAt + t * filters + j;
        FloatVector d00 = FloatVector.fromArray(SPECIES, dy, a);
        FloatVector d01 = FloatVector.fromArray(SPECIES, dy, a + filters);
        FloatVector d10 = FloatVector.fromArray(SPECIES, dy, a + line);
        FloatVector d11 = FloatVector.fromArray(SPECIES, dy, a + line + filters);
        FloatVector s0 = d00.add(d10);
        FloatVector t0 = d00.sub(d10);
        FloatVector s1 = d01.add(d11);
        FloatVector t1 = d01.sub(d11);
        d00.intoArray(m, to);
        d00.add(d01).intoArray(m, to + plane);
        d00.sub(d01).intoArray(m, to + 2 * plane);
        d01.neg().intoArray(m, to + 3 * plane);
        s0.intoArray(m, to + 4 * plane);
        s0.add(s1).intoArray(m, to + 5 * plane);
        s0.sub(s1).intoArray(m, to + 6 * plane);
        s1.neg().intoArray(m, to + 7 * plane);
        t0.intoArray(m, to + 8 * plane);
        t0.add(t1).intoArray(m, to + 9 * plane);
        t0.sub(t1).intoArray(m, to + 10 * plane);
        t1.neg().intoArray(m, to + 11 * plane);
        d10.neg().intoArray(m, to + 12 * plane);
        d10.add(d11).neg().intoArray(m, to + 13 * plane);
        d11.sub(d10).intoArray(m, to + 14 * plane);
        d11.intoArray(m, to + 15 * plane);
      }
    }
  }
}

package io.tidemill.math;

/** The transforms in plain Java. */
final class ScalarWinogradKernels implements WinogradKernels {

  @Override
  public void weights(int size, float[] g, int at, float[] planes, int plane) {
    for (int i = 0; i < size; i++) {
      int from = at + i;
      float g00 = g[from];
      float g01 = g[from + size];
      float g02 = g[from + 2 * size];
      float g10 = g[from + 3 * size];
      float g11 = g[from + 4 * size];
      float g12 = g[from + 5 * size];
      float g20 = g[from + 6 * size];
      float g21 = g[from + 7 * size];
      float g22 = g[from + 8 * size];
      float s0 = g00 + g20;
      float e10 = 0.5f * (s0 + g10);
      float e20 = 0.5f * (s0 - g10);
      float s1 = g01 + g21;
      float e11 = 0.5f * (s1 + g11);
      float e21 = 0.5f * (s1 - g11);
      float s2 = g02 + g22;
      float e12 = 0.5f * (s2 + g12);
      float e22 = 0.5f * (s2 - g12);
      float t0 = g00 + g02;
      planes[i] = g00;
      planes[i + plane] = 0.5f * (t0 + g01);
      planes[i + 2 * plane] = 0.5f * (t0 - g01);
      planes[i + 3 * plane] = g02;
      float t1 = e10 + e12;
      planes[i + 4 * plane] = e10;
      planes[i + 5 * plane] = 0.5f * (t1 + e11);
      planes[i + 6 * plane] = 0.5f * (t1 - e11);
      planes[i + 7 * plane] = e12;
      float t2 = e20 + e22;
      planes[i + 8 * plane] = e20;
      planes[i + 9 * plane] = 0.5f * (t2 + e21);
      planes[i + 10 * plane] = 0.5f * (t2 - e21);
      planes[i + 11 * plane] = e22;
      float t3 = g20 + g22;
      planes[i + 12 * plane] = g20;
      planes[i + 13 * plane] = 0.5f * (t3 + g21);
      planes[i + 14 * plane] = 0.5f * (t3 - g21);
      planes[i + 15 * plane] = g22;
    }
  }

  @Override
  public void addWeightsBackward(int size, float[] planes, int plane, float[] dg, int at) {
    addWeightsBackwardFrom(0, size, planes, plane, dg, at);
  }

  static void addWeightsBackwardFrom(
      int first, int size, float[] planes, int plane, float[] dg, int at) {
    for (int i = first; i < size; i++) {
      int to = at + i;
      float d00 = planes[i];
      float d10 = planes[i + 4 * plane];
      float d20 = planes[i + 8 * plane];
      float d30 = planes[i + 12 * plane];
      float d01 = planes[i + plane];
      float d11 = planes[i + 5 * plane];
      float d21 = planes[i + 9 * plane];
      float d31 = planes[i + 13 * plane];
      float d02 = planes[i + 2 * plane];
      float d12 = planes[i + 6 * plane];
      float d22 = planes[i + 10 * plane];
      float d32 = planes[i + 14 * plane];
      float d03 = planes[i + 3 * plane];
      float d13 = planes[i + 7 * plane];
      float d23 = planes[i + 11 * plane];
      float d33 = planes[i + 15 * plane];
      float s0 = 0.5f * (d10 + d20);
      float e00 = d00 + s0;
      float e10 = 0.5f * (d10 - d20);
      float e20 = s0 + d30;
      float s1 = 0.5f * (d11 + d21);
      float e01 = d01 + s1;
      float e11 = 0.5f * (d11 - d21);
      float e21 = s1 + d31;
      float s2 = 0.5f * (d12 + d22);
      float e02 = d02 + s2;
      float e12 = 0.5f * (d12 - d22);
      float e22 = s2 + d32;
      float s3 = 0.5f * (d13 + d23);
      float e03 = d03 + s3;
      float e13 = 0.5f * (d13 - d23);
      float e23 = s3 + d33;
      float t0 = 0.5f * (e01 + e02);
      dg[to] += e00 + t0;
      dg[to + size] += 0.5f * (e01 - e02);
      dg[to + 2 * size] += t0 + e03;
      float t1 = 0.5f * (e11 + e12);
      dg[to + 3 * size] += e10 + t1;
      dg[to + 4 * size] += 0.5f * (e11 - e12);
      dg[to + 5 * size] += t1 + e13;
      float t2 = 0.5f * (e21 + e22);
      dg[to + 6 * size] += e20 + t2;
      dg[to + 7 * size] += 0.5f * (e21 - e22);
      dg[to + 8 * size] += t2 + e23;
    }
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
      for (int j = 0; j < channels; j++) {
        int a = xAt + origins[t] + j;
        int b = a + line;
        int e = b + line;
        int d = e + line;
        float d00 = x[a];
        float d01 = x[a + channels];
        float d02 = x[a + 2 * channels];
        float d03 = x[a + 3 * channels];
        float d10 = x[b];
        float d11 = x[b + channels];
        float d12 = x[b + 2 * channels];
        float d13 = x[b + 3 * channels];
        float d20 = x[e];
        float d21 = x[e + channels];
        float d22 = x[e + 2 * channels];
        float d23 = x[e + 3 * channels];
        float d30 = x[d];
        float d31 = x[d + channels];
        float d32 = x[d + 2 * channels];
        float d33 = x[d + 3 * channels];
        float e00 = d00 - d20;
        float e10 = d10 + d20;
        float e20 = d20 - d10;
        float e30 = d10 - d30;
        float e01 = d01 - d21;
        float e11 = d11 + d21;
        float e21 = d21 - d11;
        float e31 = d11 - d31;
        float e02 = d02 - d22;
        float e12 = d12 + d22;
        float e22 = d22 - d12;
        float e32 = d12 - d32;
        float e03 = d03 - d23;
        float e13 = d13 + d23;
        float e23 = d23 - d13;
        float e33 = d13 - d33;
        int to = vAt + t * channels + j;
        v[to] = e00 - e02;
        v[to + plane] = e01 + e02;
        v[to + 2 * plane] = e02 - e01;
        v[to + 3 * plane] = e01 - e03;
        v[to + 4 * plane] = e10 - e12;
        v[to + 5 * plane] = e11 + e12;
        v[to + 6 * plane] = e12 - e11;
        v[to + 7 * plane] = e11 - e13;
        v[to + 8 * plane] = e20 - e22;
        v[to + 9 * plane] = e21 + e22;
        v[to + 10 * plane] = e22 - e21;
        v[to + 11 * plane] = e21 - e23;
        v[to + 12 * plane] = e30 - e32;
        v[to + 13 * plane] = e31 + e32;
        v[to + 14 * plane] = e32 - e31;
        v[to + 15 * plane] = e31 - e33;
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
      for (int j = 0; j < filters; j++) {
        int from = mAt + t * filters + j;
        float b = bias[biasAt + j];
        float p0 = m[from + 4 * plane];
        float q0 = m[from + 8 * plane];
        float u0 = m[from] + p0 + q0;
        float v0 = p0 - q0 - m[from + 12 * plane];
        float p1 = m[from + 5 * plane];
        float q1 = m[from + 9 * plane];
        float u1 = m[from + plane] + p1 + q1;
        float v1 = p1 - q1 - m[from + 13 * plane];
        float p2 = m[from + 6 * plane];
        float q2 = m[from + 10 * plane];
        float u2 = m[from + 2 * plane] + p2 + q2;
        float v2 = p2 - q2 - m[from + 14 * plane];
        float p3 = m[from + 7 * plane];
        float q3 = m[from + 11 * plane];
        float u3 = m[from + 3 * plane] + p3 + q3;
        float v3 = p3 - q3 - m[from + 15 * plane];
        int to = yAt + (row * columns + column) * filters + j;
        int next = to + columns * filters;
        y[to] = u0 + u1 + u2 + b;
        if (right) {
          y[to + filters] = u1 - u2 - u3 + b;
        }
        if (below) {
          y[next] = v0 + v1 + v2 + b;
        }
        if (right && below) {
          y[next + filters] = v1 - v2 - v3 + b;
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
    inputBackwardFrom(0, tiles, origins, line, channels, v, vAt, plane, dx, dxAt);
  }

  static void inputBackwardFrom(
      int channel,
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
      for (int j = channel; j < channels; j++) {
        int from = vAt + t * channels + j;
        int a = dxAt + origins[t] + j;
        int b = a + line;
        int e = b + line;
        int d = e + line;
        float g00 = v[from];
        float g01 = v[from + plane];
        float g02 = v[from + 2 * plane];
        float g03 = v[from + 3 * plane];
        float g10 = v[from + 4 * plane];
        float g11 = v[from + 5 * plane];
        float g12 = v[from + 6 * plane];
        float g13 = v[from + 7 * plane];
        float g20 = v[from + 8 * plane];
        float g21 = v[from + 9 * plane];
        float g22 = v[from + 10 * plane];
        float g23 = v[from + 11 * plane];
        float g30 = v[from + 12 * plane];
        float g31 = v[from + 13 * plane];
        float g32 = v[from + 14 * plane];
        float g33 = v[from + 15 * plane];
        float e10 = g10 - g20 + g30;
        float e20 = g10 + g20 - g00;
        float e11 = g11 - g21 + g31;
        float e21 = g11 + g21 - g01;
        float e12 = g12 - g22 + g32;
        float e22 = g12 + g22 - g02;
        float e13 = g13 - g23 + g33;
        float e23 = g13 + g23 - g03;
        dx[a] += g00;
        dx[a + channels] += (g01 - g02 + g03);
        dx[a + 2 * channels] += (g01 + g02 - g00);
        dx[a + 3 * channels] -= g03;
        dx[b] += e10;
        dx[b + channels] += (e11 - e12 + e13);
        dx[b + 2 * channels] += (e11 + e12 - e10);
        dx[b + 3 * channels] -= e13;
        dx[e] += e20;
        dx[e + channels] += (e21 - e22 + e23);
        dx[e + 2 * channels] += (e21 + e22 - e20);
        dx[e + 3 * channels] -= e23;
        dx[d] -= g30;
        dx[d + channels] -= (g31 - g32 + g33);
        dx[d + 2 * channels] -= (g31 + g32 - g30);
        dx[d + 3 * channels] += g33;
      }
    }
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
      for (int j = 0; j < filters; j++) {
        int a = dyAt + origins[t] + j;
        int to = mAt + t * filters + j;
        float d00 = dy[a];
        float d01 = dy[a + filters];
        float d10 = dy[a + line];
        float d11 = dy[a + line + filters];
        float s0 = d00 + d10;
        float t0 = d00 - d10;
        float s1 = d01 + d11;
        float t1 = d01 - d11;
        m[to] = d00;
        m[to + plane] = d00 + d01;
        m[to + 2 * plane] = d00 - d01;
        m[to + 3 * plane] = -d01;
        m[to + 4 * plane] = s0;
        m[to + 5 * plane] = s0 + s1;
        m[to + 6 * plane] = s0 - s1;
        m[to + 7 * plane] = -s1;
        m[to + 8 * plane] = t0;
        m[to + 9 * plane] = t0 + t1;
        m[to + 10 * plane] = t0 - t1;
        m[to + 11 * plane] = -t1;
        m[to + 12 * plane] = -d10;
        m[to + 13 * plane] = -(d10 + d11);
        m[to + 14 * plane] = d11 - d10;
        m[to + 15 * plane] = d11;
      }
    }
  }
}

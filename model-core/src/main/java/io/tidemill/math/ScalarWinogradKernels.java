package io.tidemill.math;

/** The transforms in plain Java. */
final class ScalarWinogradKernels implements WinogradKernels {

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
}

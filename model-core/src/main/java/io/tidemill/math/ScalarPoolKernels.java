package io.tidemill.math;

/** Pools in plain Java. */
final class ScalarPoolKernels implements PoolKernels {

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
    maxFrom(0, count, origins, pixels, channels, least, x, xAt, y, yAt);
  }

  static void maxFrom(
      int channel,
      int count,
      int[] origins,
      int[] pixels,
      int channels,
      float least,
      float[] x,
      int xAt,
      float[] y,
      int yAt) {
    for (int i = 0; i < count; i++) {
      for (int j = channel; j < channels; j++) {
        int at = xAt + origins[i] + j;
        float most = least;
        for (int p = 0; p < pixels.length; p++) {
          most = Math.max(most, x[at + pixels[p]]);
        }
        y[yAt + i * channels + j] = most;
      }
    }
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
    maxBackwardFrom(0, count, origins, pixels, channels, x, xAt, dy, dyAt, dx, dxAt);
  }

  static void maxBackwardFrom(
      int channel,
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
    for (int i = 0; i < count; i++) {
      for (int j = channel; j < channels; j++) {
        int at = xAt + origins[i] + j;
        int to = dxAt + origins[i] + j;
        float most = x[at + pixels[0]];
        for (int p = 1; p < pixels.length; p++) {
          most = Math.max(most, x[at + pixels[p]]);
        }
        float left = dy[dyAt + i * channels + j];
        for (int p = 0; p < pixels.length; p++) {
          boolean largest = x[at + pixels[p]] == most;
          float rest = largest ? 0 : left;
          dx[to + pixels[p]] += left - rest;
          left = rest;
        }
      }
    }
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
    chooseFrom(0, count, origins, pixels, channels, x, xAt, y, yAt, chosen, chosenAt);
  }

  static void chooseFrom(
      int channel,
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
    for (int i = 0; i < count; i++) {
      for (int j = channel; j < channels; j++) {
        int at = xAt + origins[i] + j;
        float most = 0;
        float which = -1;
        for (int p = 0; p < pixels.length; p++) {
          float v = x[at + pixels[p]];
          which = v > most ? p : which;
          most = Math.max(v, most);
        }
        y[yAt + i * channels + j] = most;
        chosen[chosenAt + i * channels + j] = which;
      }
    }
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
    chooseBackwardFrom(0, count, origins, pixels, channels, chosen, chosenAt, dy, dyAt, dx, dxAt);
  }

  static void chooseBackwardFrom(
      int channel,
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
    for (int i = 0; i < count; i++) {
      for (int j = channel; j < channels; j++) {
        float which = chosen[chosenAt + i * channels + j];
        float d = dy[dyAt + i * channels + j];
        for (int p = 0; p < pixels.length; p++) {
          dx[dxAt + origins[i] + pixels[p] + j] += which == p ? d : 0;
        }
      }
    }
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
    sumFrom(0, count, origins, pixels, channels, scale, x, xAt, y, yAt);
  }

  static void sumFrom(
      int channel,
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
      for (int j = channel; j < channels; j++) {
        int at = xAt + origins[i] + j;
        float sum = x[at + pixels[0]];
        for (int p = 1; p < pixels.length; p++) {
          sum += x[at + pixels[p]];
        }
        y[yAt + i * channels + j] = scale * sum;
      }
    }
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
    sumBackwardFrom(0, count, origins, pixels, channels, scale, dy, dyAt, dx, dxAt);
  }

  static void sumBackwardFrom(
      int channel,
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
      for (int j = channel; j < channels; j++) {
        int to = dxAt + origins[i] + j;
        float share = scale * dy[dyAt + i * channels + j];
        for (int p = 0; p < pixels.length; p++) {
          dx[to + pixels[p]] += share;
        }
      }
    }
  }
}

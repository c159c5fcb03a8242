package io.tidemill.math;

/**
 * What Winograd's F(2 x 2, 3 x 3) makes of weights g [3, 3, size], and their gradient; the same on
 * every machine, as both happen once a batch.
 */
final class WinogradWeights {
  private WinogradWeights() {}

  /** G g G', in double precision, one of 16 planes [size] after another. */
  static void transform(int size, float[] g, int at, float[] planes) {
    for (int i = 0; i < size; i++) {
      for (int y = 0; y < 4; y++) {
        double left = down(g, at + i, 3 * size, y);
        double middle = down(g, at + size + i, 3 * size, y);
        double right = down(g, at + 2 * size + i, 3 * size, y);
        int to = 4 * y * size + i;
        planes[to] = (float) left;
        planes[to + size] = (float) (0.5 * (left + middle + right));
        planes[to + 2 * size] = (float) (0.5 * (left - middle + right));
        planes[to + 3 * size] = (float) right;
      }
    }
  }

  /** A row of G times a column of g. */
  private static double down(float[] g, int at, int line, int row) {
    double above = g[at];
    double middle = g[at + line];
    double below = g[at + 2 * line];
    return switch (row) {
      case 0 -> above;
      case 1 -> 0.5 * (above + middle + below);
      case 2 -> 0.5 * (above - middle + below);
      default -> below;
    };
  }

  /** Adds G' d G to dg [3, 3, size]: the gradient of the weights of that of the planes. */
  static void addBackward(int size, float[] planes, float[] dg, int at) {
    for (int i = 0; i < size; i++) {
      for (int y = 0; y < 3; y++) {
        float d0 = up(planes, i, 4 * size, y);
        float d1 = up(planes, size + i, 4 * size, y);
        float d2 = up(planes, 2 * size + i, 4 * size, y);
        float d3 = up(planes, 3 * size + i, 4 * size, y);
        int to = at + 3 * y * size + i;
        dg[to] += d0 + 0.5f * (d1 + d2);
        dg[to + size] += 0.5f * (d1 - d2);
        dg[to + 2 * size] += 0.5f * (d1 + d2) + d3;
      }
    }
  }

  /** A row of G' times a column of d. */
  private static float up(float[] d, int at, int line, int row) {
    float d1 = d[at + line];
    float d2 = d[at + 2 * line];
    return switch (row) {
      case 0 -> d[at] + 0.5f * (d1 + d2);
      case 1 -> 0.5f * (d1 - d2);
      default -> 0.5f * (d1 + d2) + d[at + 3 * line];
    };
  }
}

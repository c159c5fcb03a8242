package io.tidemill.benchmark;

import io.tidemill.layer.Activation;
import io.tidemill.layer.Activation.Function;
import io.tidemill.layer.Conv2d;
import io.tidemill.layer.Dense;
import io.tidemill.layer.Gru;
import io.tidemill.layer.Layer;
import io.tidemill.layer.Lstm;
import io.tidemill.layer.MaxPool;
import io.tidemill.layer.Padding;
import io.tidemill.network.Network;
import java.util.ArrayList;
import java.util.List;

/**
 * A network of one odd shape and a good one that it is compared with, by speed per floating-point
 * operation: sizes that are no multiple of a vector, odd rows, windows other than 3 x 3 and 2 x 2.
 *
 * @param good the name of the other; its own name where it is itself good
 */
record Shape(String name, String good, int rows, Network network) {
  private static final String DENSE = "dense 128-128, 64 rows";
  private static final String GRU = "gru 16-64, 64 rows";
  private static final String LSTM = "lstm 16-64, 64 rows";
  private static final String CONV = "conv 5x5, 32 to 64";
  private static final String POOL = "conv 5x5, 32 to 64, pool 2";

  static List<Shape> all() {
    List<Shape> all = new ArrayList<>();
    for (int[] s :
        new int[][] {
          {128, 128, 64},
          {128, 128, 61},
          {128, 128, 13},
          {128, 128, 7},
          {127, 129, 64},
          {100, 50, 64},
          {50, 33, 64},
          {128, 17, 64},
          {128, 12, 64},
          {128, 10, 64},
          {21, 64, 64}
        }) {
      all.add(of("dense %d-%d, %d rows", s, DENSE, new Dense(s[0], s[1])));
    }
    for (int[] s :
        new int[][] {{16, 64, 64}, {16, 64, 61}, {13, 50, 64}, {7, 37, 64}, {5, 20, 64}}) {
      all.add(of("gru %d-%d, %d rows", s, GRU, new Gru(s[0], s[1])));
      all.add(of("lstm %d-%d, %d rows", s, LSTM, new Lstm(s[0], s[1])));
    }
    all.add(conv("conv 5x5, 32 to 64", CONV, new Conv2d(15, 15, 32, 64, 5, 5)));
    all.add(conv("conv 3x3, 32 to 64", CONV, new Conv2d(15, 15, 32, 64, 3, 3)));
    all.add(conv("conv 1x1, 32 to 64", CONV, new Conv2d(15, 15, 32, 64, 1, 1)));
    all.add(conv("conv 2x3, 32 to 64", CONV, new Conv2d(15, 15, 32, 64, 2, 3)));
    all.add(conv("conv 7x7, 3 to 64", CONV, new Conv2d(32, 32, 3, 64, 7, 7)));
    all.add(conv("conv 3x3, 32 to 64, stride 2", CONV, strided(2, 1)));
    all.add(conv("conv 3x3, 32 to 64, dilation 2", CONV, strided(1, 2)));
    all.add(conv("conv 3x3, 3 to 32", CONV, new Conv2d(32, 32, 3, 32, 3, 3)));
    all.add(conv("conv 3x3, 20 to 24", CONV, new Conv2d(15, 15, 20, 24, 3, 3)));
    all.add(conv("conv 3x3, 19 to 33", CONV, new Conv2d(15, 15, 19, 33, 3, 3)));
    all.add(conv("conv 3x3, 16 to 12", CONV, new Conv2d(15, 15, 16, 12, 3, 3)));
    all.add(conv("conv 3x3, 7 to 10", CONV, new Conv2d(15, 15, 7, 10, 3, 3)));
    all.add(pooled("conv 5x5, 32 to 64, pool 2", new Conv2d(15, 15, 32, 64, 5, 5), 2, 2));
    all.add(pooled("conv 5x5, 32 to 64, pool 3", new Conv2d(15, 15, 32, 64, 5, 5), 3, 3));
    all.add(pooled("conv 5x5, 32 to 64, pool 3, stride 2", new Conv2d(15, 15, 32, 64, 5, 5), 3, 2));
    all.add(pooled("conv 5x5, 20 to 33, pool 2", new Conv2d(15, 15, 20, 33, 5, 5), 2, 2));
    return all;
  }

  static Shape of(String name) {
    return all().stream().filter(shape -> shape.name.equals(name)).findFirst().orElseThrow();
  }

  private static Shape of(String name, int[] sizes, String good, Layer layer) {
    String filled = name.formatted(sizes[0], sizes[1], sizes[2]);
    return new Shape(filled, good, sizes[2], Network.of(layer));
  }

  private static Conv2d strided(int stride, int dilation) {
    return new Conv2d(15, 15, 32, 64, 3, 3, Padding.VALID, stride, dilation);
  }

  private static Shape conv(String name, String good, Conv2d conv) {
    return new Shape(name, good, 16, Network.of(conv));
  }

  private static Shape pooled(String name, Conv2d conv, int window, int stride) {
    int height = conv.outputHeight();
    int width = conv.outputWidth();
    MaxPool pool = new MaxPool(height, width, conv.filters(), window, window, stride, stride);
    Activation relu = new Activation(conv.outputSize(), Function.RELU);
    return new Shape(name, POOL, 16, Network.of(conv, relu, pool));
  }

  /** Of one step, floating-point operations. */
  double flops() {
    return rows * Flops.forward(network);
  }
}

package io.tidemill.layer;

import java.util.List;

/** Layers whose components must fit each other, as those over images and windows. */
final class WindowLayers {
  private static final List<Layer> ALL =
      List.of(
          new Conv2d(5, 6, 3, 4, 3, 3),
          new Conv2d(1, 1, 1, 1, 1, 1),
          new Conv2d(6, 5, 2, 7, 2, 3, Padding.SAME),
          new Conv2d(7, 4, 5, 16, 3, 2, Padding.SAME, 2, 1),
          new Conv2d(8, 9, 17, 20, 3, 3, Padding.VALID, 2, 2),
          new Conv2d(4, 7, 16, 33, 3, 5, Padding.SAME, 3, 2),
          new Conv2d(8, 8, 1, 32, 3, 3),
          new Conv2d(6, 6, 32, 65, 3, 3),
          new Conv2d(2, 2, 4, 19, 3, 3, Padding.SAME),
          new Conv1d(12, 3, 5, 3),
          new Conv1d(1, 1, 1, 1),
          new Conv1d(9, 20, 17, 4, Padding.SAME),
          new Conv1d(16, 7, 64, 2, Padding.VALID, 3, 4),
          new Conv1d(11, 33, 4, 3, Padding.SAME, 2, 3),
          new MaxPool(6, 7, 3, 2),
          new MaxPool(1, 9, 20, 1, 3),
          new MaxPool(7, 8, 17, 3, 2, 2, 1),
          new MaxPool(4, 4, 64, 4),
          new AvgPool(6, 7, 3, 2),
          new AvgPool(1, 9, 20, 1, 3),
          new AvgPool(7, 8, 17, 3, 2, 2, 1),
          new AvgPool(4, 4, 64, 4),
          new GlobalPool(1, 1),
          new GlobalPool(12, 19),
          new GlobalPool(7, 5, GlobalPool.Kind.MAX),
          new GlobalPool(16, 32, GlobalPool.Kind.MAX),
          new Upsample(1, 1, 1, 1),
          new Upsample(3, 4, 5, 2),
          new Upsample(1, 7, 20, 1, 3),
          new Upsample(4, 2, 17, 3, 1),
          new Slice(1, 0, 1),
          new Slice(20, 0, 7),
          new Slice(33, 14, 19),
          new OnColumns(1, 0, new Dense(1, 1)),
          new OnColumns(7, 2, new Gru(3, 5)),
          new OnColumns(20, 0, new Lstm(16, 4)),
          new OnColumns(20, 17, new Embedding(3, 5, 2)),
          new OnColumns(33, 0, new BatchNorm(33)),
          new DotProduct(2),
          new DotProduct(38),
          new DotProduct(128));

  private WindowLayers() {}

  /** Those of one kind; none when its components are plain sizes. */
  static List<Layer> samples(Class<?> type) {
    return ALL.stream().filter(type::isInstance).toList();
  }
}

package io.tidemill.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.math.Matrix;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
  private static final Embedding EMBEDDING = new Embedding(3, 4, 2);

  private final LayerRun run = new LayerRun(EMBEDDING, 1);

  @Test
  void whatIsNoIdIsIdZero() {
    float[] strange = {-1, 4, Float.NaN, 1e30f, Float.NEGATIVE_INFINITY, -0.5f};
    float[] y = vectors(strange);
    for (int i = 0; i < strange.length; i++) {
      assertThat(new float[] {y[2 * i], y[2 * i + 1]}).containsExactly(vector(0));
    }
  }

  @Test
  void idsAreRoundedDown() {
    float[] y = vectors(new float[] {3.9f, 2, 0});
    assertThat(y)
        .containsExactly(
            vector(3)[0], vector(3)[1], vector(2)[0], vector(2)[1], vector(0)[0], vector(0)[1]);
  }

  @Test
  void refusesMoreIdsThanFloatsCount() {
    assertThatThrownBy(() -> new Embedding(1, (1 << 24) + 1, 1))
        .hasMessageContaining("embedding.count is 16777217");
  }

  private float[] vector(int id) {
    return new float[] {run.parameters[2 * id], run.parameters[2 * id + 1]};
  }

  private float[] vectors(float[] ids) {
    int rows = ids.length / 3;
    Matrix x = new Matrix(rows, 3);
    System.arraycopy(ids, 0, x.data(), 0, ids.length);
    return run.forward(new Matrix[] {x}, new Matrix(rows, 0), 0).y()[0].data();
  }
}

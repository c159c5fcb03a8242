package io.tidemill.inference;

import static io.tidemill.inference.TestingModels.bytes;
import static io.tidemill.inference.TestingModels.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.layer.Dense;
import io.tidemill.math.Matrix;
import io.tidemill.network.Network;
import io.tidemill.serve.Predictor;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.SnapshotFormatException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedModelTest {
  @Test
  void theSameBytesAreOneModelWhoeverAsks() throws Exception {
    SharedModel first = SharedModel.of(bytes(version(41)));
    assertThat(SharedModel.of(bytes(version(41)))).isSameAs(first);
    assertThat(SharedModel.of(bytes(version(42)))).isNotSameAs(first);
  }

  @Test
  void whatCannotBeReadIsNoModel() {
    byte[] cut = Arrays.copyOf(bytes(version(43)), 100);
    assertThatThrownBy(() -> SharedModel.of(cut)).isInstanceOf(SnapshotFormatException.class);
  }

  @Test
  void predictorsThatShareAnswerAsOneWithACopyOfItsOwn() throws Exception {
    ModelSnapshot model = version(44);
    SharedModel shared = SharedModel.of(bytes(model));
    Network network = model.spec().network();
    Predictor own = new Predictor(network, 3);
    own.load(model.servedWeights());
    Predictor sharing = new Predictor(network, 3);
    sharing.load(shared.packed());
    float[][] answers = new float[2][];
    int at = 0;
    for (Predictor predictor : List.of(own, sharing)) {
      Matrix x = new Matrix(3, network.inputSize());
      x.fill(0.3f);
      Matrix y = new Matrix(3, network.outputSize());
      Matrix memory = new Matrix(3, network.stateSize());
      predictor.step(x, memory, y);
      predictor.step(x, memory, y);
      answers[at++] = y.data();
    }
    assertThat(answers[1]).isEqualTo(answers[0]);

    own.load(shared.packed());
    own.load(version(45).servedWeights()); // of its own again: what is shared stays
    assertThat(SharedModel.of(bytes(model)).packed()).isSameAs(shared.packed());
    sharing.step(
        new Matrix(0, network.inputSize()),
        new Matrix(0, network.stateSize()),
        new Matrix(0, network.outputSize()));
  }

  @Test
  void weightsOfAnotherNetworkAreRefused() throws Exception {
    Predictor predictor = new Predictor(Network.of(new Dense(2, 1)), 1);
    SharedModel other = SharedModel.of(bytes(version(46)));
    assertThatThrownBy(() -> predictor.load(other.packed()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the network served is");
  }
}

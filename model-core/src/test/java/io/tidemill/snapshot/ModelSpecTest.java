package io.tidemill.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.layer.Dense;
import io.tidemill.layer.Layer;
import io.tidemill.layer.Layers;
import io.tidemill.network.Autoencoder;
import io.tidemill.network.Model;
import io.tidemill.network.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelSpecTest {

  @Test
  void itsTextIsCanonical() {
    assertThat(Snapshots.spec().canonicalText())
        .isEqualTo(
            """
            {"name":"pumps","features":{"fields":["flow","pressure \\"a\\\\b\\" é","other"],"featurizers":\
            [{"number":{"field":"flow","missing":"LAST","scale":"STANDARD_PER_KEY"}},\
            {"number":{"field":"pressure \\"a\\\\b\\" é","missing":"MEAN","scale":"MIN_MAX","window":250.5}},\
            {"clock":{"part":"HOUR_OF_DAY","zone":"Europe/Berlin"}}]},\
            "network":{"layers":[{"Gru":{"inputSize":6,"hiddenSize":3}},{"Dense":{"inputSize":3,"outputSize":2}}]},\
            "task":{"Forecast":{"targets":["flow"],"horizons":[1,12],"base":"LAST"}}}""");
    assertThat(SpecParser.parse(Snapshots.spec().canonicalText())).isEqualTo(Snapshots.spec());
    assertThat(Fingerprint.hex(Snapshots.spec().fingerprint())).isEqualTo("647fdd10586853a7");
  }

  static java.util.stream.Stream<Layer> layers() {
    return Layers.all();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void everyLayerIsRebuiltFromItsText(Layer layer) {
    Network network =
        Network.of(new Dense(6, layer.inputSize()), layer, new Dense(layer.outputSize(), 2));
    ModelSpec spec =
        new ModelSpec("any", Snapshots.spec().features(), network, Snapshots.spec().task());
    assertThat(SpecParser.parse(spec.canonicalText())).isEqualTo(spec);
    assertThat(spec.fingerprint()).isNotEqualTo(Snapshots.spec().fingerprint());
  }

  @Test
  void modelsOfSeveralNetworksGoByTheirNames() {
    Autoencoder model = new Autoencoder(Network.of(new Dense(6, 3)), Network.of(new Dense(3, 2)));
    ModelSpec spec = spec(model);
    assertThat(spec.canonicalText())
        .contains(
            """
            }}]},"model":{"Autoencoder":{\
            "encoder":{"layers":[{"Dense":{"inputSize":6,"outputSize":3}}]},\
            "decoder":{"layers":[{"Dense":{"inputSize":3,"outputSize":2}}]}}},\
            "task":{"Forecast":{""");
    assertThat(SpecParser.parse(spec.canonicalText())).isEqualTo(spec);
    assertThat(Fingerprint.hex(spec.fingerprint())).isEqualTo("024d2fe3e043f123");
    assertThatThrownBy(
            () -> SpecParser.parse(spec.canonicalText().replace("Autoencoder", "Runtime")))
        .hasMessageContaining("spec.model: no Model is called Runtime; there are [Network, Auto");
  }

  private static ModelSpec spec(Model model) {
    return new ModelSpec("any", Snapshots.spec().features(), model, Snapshots.spec().task());
  }

  @Test
  void saysWhichLayerDoesNotFit() {
    ModelSpec spec = Snapshots.spec();
    assertThatThrownBy(
            () -> new ModelSpec("m", spec.features(), Network.of(new Dense(5, 2)), spec.task()))
        .hasMessageContaining("make the first layer's inputSize 6");
    assertThatThrownBy(
            () -> new ModelSpec("m", spec.features(), Network.of(new Dense(6, 3)), spec.task()))
        .hasMessageContaining("make the last layer's outputSize 2");
    assertThatThrownBy(() -> Network.of(new Dense(6, 3), new Dense(4, 2)))
        .hasMessageContaining("layer 1")
        .hasMessageContaining("takes 4 inputs");
  }

  @Test
  void fingerprintsAreReadAsSixteenDigits() {
    assertThat(Fingerprint.hex(0xabcL)).isEqualTo("0000000000000abc");
    // The first bytes of the SHA-256 of the empty text, as in FIPS 180-4's examples.
    assertThat(Fingerprint.hex(Fingerprint.of(""))).isEqualTo("e3b0c44298fc1c14");
  }

  @Test
  void versionsAreOrderedByEpochThenSequence() {
    assertThat(new ModelVersion(1, 9)).isLessThan(new ModelVersion(2, 0));
    assertThat(new ModelVersion(2, 0)).isLessThan(new ModelVersion(2, 0).next());
    assertThat(new ModelVersion(3, 4)).hasToString("3.4");
  }
}

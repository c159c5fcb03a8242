package io.tidemill.pipeline;

import io.tidemill.feature.FeatureSchema;
import io.tidemill.network.Gan;
import io.tidemill.network.Model;
import io.tidemill.network.Network;
import org.jspecify.annotations.Nullable;

/** The networks of a model as the file lists their layers, before it is known what goes in. */
sealed interface DeclaredModel {

  /**
   * The model, or null when a problem was reported instead.
   *
   * @param wanted who wants so many outputs
   */
  @Nullable Model build(FeatureSchema features, int outputSize, String wanted);

  /** One network. */
  record Plain(LayerStack layers) implements DeclaredModel {
    @Override
    public @Nullable Model build(FeatureSchema features, int outputSize, String wanted) {
      return layers.build(features.inputWidth(), Grid.of(features), outputSize, wanted);
    }
  }

  /** A generator and a discriminator. */
  record Game(int latent, LayerStack generator, LayerStack discriminator, double smoothing)
      implements DeclaredModel {
    @Override
    public @Nullable Model build(FeatureSchema features, int outputSize, String wanted) {
      int inputs = features.inputWidth();
      Network makes = generator.build(latent, null, inputs, "the features need");
      Network tells = discriminator.build(inputs, Grid.of(features), outputSize, wanted);
      return makes == null || tells == null ? null : new Gan(makes, tells, smoothing);
    }
  }
}

package io.tidemill.network;

import io.tidemill.layer.ParameterLayout;
import io.tidemill.loss.BinaryCrossEntropy;
import io.tidemill.loss.Loss;
import java.util.List;

/**
 * Two networks that learn against each other (Goodfellow et al. 2014): a generator makes inputs of
 * normal noise, a discriminator tells them from real ones. A batch holds real inputs, without
 * targets and with a weight a row; first the discriminator learns to tell its rows from as many
 * made ones, then the generator to be taken for real, by the non-saturating loss of section 3.
 *
 * <p>An event is answered by the discriminator, with the logit of its being real. The loss is the
 * sum of both players', 3 ln 2 between players that know nothing.
 *
 * @param generator from noise to inputs
 * @param discriminator from inputs to one logit
 * @param smoothing share in [0, 1) taken off the discriminator's targets of real inputs, 1, as
 *     one-sided label smoothing (Salimans et al. 2016, section 3.4)
 */
public record Gan(Network generator, Network discriminator, double smoothing) implements Model {

  public Gan(Network generator, Network discriminator) {
    this(generator, discriminator, 0);
  }

  public Gan {
    if (generator.outputSize() != discriminator.inputSize()) {
      throw new IllegalArgumentException(
          "the generator makes %d numbers, the discriminator takes %d: they must be equal"
              .formatted(generator.outputSize(), discriminator.inputSize()));
    }
    if (discriminator.outputSize() != 1) {
      throw new IllegalArgumentException(
          "the discriminator has %d outputs: want one, the logit of being real"
              .formatted(discriminator.outputSize()));
    }
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException(
          "gan.smoothing is " + smoothing + ": it must be in [0, 1), as 0.1");
    }
  }

  /** The discriminator. */
  @Override
  public Network served() {
    return discriminator;
  }

  /** The generator's part, for making inputs from draws of N(0, I). */
  public Parameters generator(Parameters all) {
    return all.part(generator, discriminator.parameters().size());
  }

  /** The discriminator's and then the generator's. */
  @Override
  public ParameterLayout parameters() {
    return discriminator
        .parameters()
        .under("discriminator")
        .then(generator.parameters().under("generator"));
  }

  /** The discriminator's and then the generator's. */
  @Override
  public List<ParameterLayout> turns() {
    return List.of(discriminator.parameters(), generator.parameters());
  }

  @Override
  public Parameters untrained(Initializer initializer, long seed) {
    return Parameters.initial(this, initializer, seed);
  }

  @Override
  public int targetSize(Loss loss) {
    return 0;
  }

  @Override
  public Loss defaultLoss() {
    return new BinaryCrossEntropy();
  }

  /**
   * What each player makes small in its turn.
   *
   * @param loss must be the default
   */
  @Override
  public Objective objective(Loss loss, int maxRows, int maxSteps) {
    if (!loss.equals(defaultLoss())) {
      throw new IllegalArgumentException(
          "the loss of a GAN is " + loss + ": it learns by binary cross-entropy alone");
    }
    return new AdversarialGame(this, maxRows, maxSteps);
  }
}

package io.tidemill.network;

import io.tidemill.layer.ParameterLayout;
import io.tidemill.layer.Slice;
import io.tidemill.loss.Loss;

/**
 * An autoencoder whose code is a distribution (Kingma and Welling 2014): of an input x the encoder
 * gives the means m and the log-variances v of a normal distribution, the decoder rebuilds x from a
 * draw z = m + e^(v / 2) e with e normal, and codes are held near to N(0, I), so that a draw from
 * there decodes to something like an input. What it makes small is
 *
 * <pre>
 * loss(decoder(z), x) + beta / 2 * sum(m^2 + e^v - 1 - v)
 * </pre>
 *
 * <p>with the loss summed over its terms. As losses are means over terms, all of it is divided by
 * their weight; a row whose terms have weights has their mean for a weight of its code.
 *
 * @param encoder from the inputs to [m | v]
 * @param decoder from a code to the inputs, in the form in which the loss wants them
 * @param beta how much being near to N(0, I) counts, at least 0 (Higgins et al. 2017); 1 for the
 *     bound on the likelihood, if the loss is a negative log-likelihood
 */
public record VariationalAutoencoder(Network encoder, Network decoder, double beta)
    implements Model {

  public VariationalAutoencoder(Network encoder, Network decoder) {
    this(encoder, decoder, 1);
  }

  public VariationalAutoencoder {
    if (encoder.outputSize() % 2 != 0) {
      throw new IllegalArgumentException(
          "the encoder of a variational autoencoder has %d outputs: means and as many variances make it even"
              .formatted(encoder.outputSize()));
    }
    Autoencoder.requireChain("a variational autoencoder", encoder.outputSize() / 2, decoder);
    if (!(beta >= 0 && Double.isFinite(beta))) {
      throw new IllegalArgumentException("beta is " + beta + ": it must be at least 0, as 1");
    }
  }

  /** Numbers of a code. */
  public int codeSize() {
    return decoder.inputSize();
  }

  /** The encoder, the means alone, and the decoder. */
  @Override
  public Network served() {
    Network means = Network.of(new Slice(encoder.outputSize(), 0, codeSize()));
    return encoder.then(means).then(decoder);
  }

  /** The decoder's part, for making inputs from draws of N(0, I). */
  public Parameters decoder(Parameters all) {
    return all.part(decoder, encoder.parameters().size());
  }

  @Override
  public ParameterLayout parameters() {
    return encoder.parameters().under("encoder").then(decoder.parameters().under("decoder"));
  }

  /** None: they are the inputs. */
  @Override
  public int targetSize(Loss loss) {
    return Autoencoder.requireReconstruction(this, loss);
  }

  @Override
  public Objective objective(Loss loss, int maxRows, int maxSteps) {
    Autoencoder.requireReconstruction(this, loss);
    return new EvidenceBound(this, loss, maxRows, maxSteps);
  }
}

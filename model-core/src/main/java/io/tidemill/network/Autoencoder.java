package io.tidemill.network;

import io.tidemill.layer.ParameterLayout;
import io.tidemill.loss.Loss;

/**
 * A network that puts out what it is given, through a narrow place (Rumelhart, Hinton and Williams
 * 1986): what it has not learned it cannot rebuild. It learns from inputs alone, which are its
 * targets; the weights of a batch mask.
 *
 * <p>Of images, pools on the way in and {@link io.tidemill.layer.Upsample} on the way out; of
 * windows, {@link io.tidemill.layer.TimeDistributed} of the last output, {@link
 * io.tidemill.layer.Repeat}, and time-distributed layers again.
 *
 * @param encoder from the inputs to the code
 * @param decoder from the code to the inputs, in the form in which the loss wants them
 */
public record Autoencoder(Network encoder, Network decoder) implements Model {

  public Autoencoder {
    requireChain("an autoencoder", encoder.outputSize(), decoder);
  }

  static void requireChain(String model, int code, Network decoder) {
    if (decoder.inputSize() != code) {
      throw new IllegalArgumentException(
          "the decoder of %s takes %d inputs, its encoder gives a code of %d: they must be equal"
              .formatted(model, decoder.inputSize(), code));
    }
  }

  /** Encoder and then decoder. */
  @Override
  public Network served() {
    return encoder.then(decoder);
  }

  /** The encoder's part, for what is done with codes alone. */
  public Parameters encoder(Parameters all) {
    return all.part(encoder, 0);
  }

  @Override
  public ParameterLayout parameters() {
    return encoder.parameters().under("encoder").then(decoder.parameters().under("decoder"));
  }

  /** None: they are the inputs. */
  @Override
  public int targetSize(Loss loss) {
    return requireReconstruction(this, loss);
  }

  /** 0, unless the loss of these outputs wants other targets than the inputs. */
  static int requireReconstruction(Model model, Loss loss) {
    int targets = loss.targetSize(model.outputSize());
    if (targets != model.inputSize()) {
      throw new IllegalArgumentException(
          "%d outputs want %d targets by %s, and the targets are the %d inputs: change the last layer of the decoder"
              .formatted(model.outputSize(), targets, loss, model.inputSize()));
    }
    return 0;
  }

  @Override
  public Objective objective(Loss loss, int maxRows, int maxSteps) {
    requireReconstruction(this, loss);
    return BackPropagation.ofInputs(served(), loss, maxRows, maxSteps);
  }
}

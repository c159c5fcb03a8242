package io.tidemill.network;

import io.tidemill.layer.ParameterLayout;
import io.tidemill.loss.Loss;

/**
 * From one sequence to another (Sutskever, Vinyals and Le 2014): a recurrent encoder reads the
 * first, its memory after the last step is the decoder's before its first, and the decoder says the
 * second, given at every step what came before.
 *
 * <p>The first {@code sourceSteps} steps of a batch are the source's, whose targets and weights are
 * not looked at; a source that is shorter begins later, after padding that the encoder learns to
 * overlook. At the steps after them the inputs are the outputs wanted one step before, beginning
 * with a sign of its own (teacher forcing, Williams and Zipser 1989).
 *
 * <p>An event is answered by the decoder, whose memory the encoder has to prepare; {@code
 * io.tidemill.serve.Decoding} does both.
 *
 * @param encoder with as large a memory as the decoder, and as many inputs
 * @param sourceSteps of every batch, at least 1
 */
public record EncoderDecoder(Network encoder, Network decoder, int sourceSteps) implements Model {

  public EncoderDecoder {
    if (encoder.stateSize() != decoder.stateSize() || encoder.stateSize() == 0) {
      throw new IllegalArgumentException(
          "the encoder has a memory of %d, the decoder of %d: they must be equal and not 0, as one begins where the other ends"
              .formatted(encoder.stateSize(), decoder.stateSize()));
    }
    if (encoder.inputSize() != decoder.inputSize()) {
      throw new IllegalArgumentException(
          "the encoder takes %d inputs, the decoder %d: they must be equal; begin the narrower with a slice"
              .formatted(encoder.inputSize(), decoder.inputSize()));
    }
    if (sourceSteps < 1) {
      throw new IllegalArgumentException(
          "encoder-decoder.sourceSteps is " + sourceSteps + ": it must be at least 1");
    }
  }

  /** The decoder. */
  @Override
  public Network served() {
    return decoder;
  }

  @Override
  public Parameters served(Parameters all) {
    return all.part(decoder, encoder.parameters().size());
  }

  /** The encoder's part. */
  public Parameters encoder(Parameters all) {
    return all.part(encoder, 0);
  }

  @Override
  public ParameterLayout parameters() {
    return encoder.parameters().under("encoder").then(decoder.parameters().under("decoder"));
  }

  @Override
  public Parameters untrained(Initializer initializer, long seed) {
    return Parameters.initial(this, initializer, seed);
  }

  @Override
  public Objective objective(Loss loss, int maxRows, int maxSteps) {
    return new TeacherForcing(this, loss, maxRows, maxSteps);
  }
}

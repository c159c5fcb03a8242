package io.tidemill.signing;

import io.tidemill.pipeline.ModelSignature;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.schema.message.ModelChunk;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a pipeline's models are signed where they are published, and checked where they are read.
 *
 * <p>Every chunk is signed for itself, with all that it says: so a forged one is refused before it
 * takes any room, and neither another version nor another place can be given to a true one. Keys
 * are read from the environment of the process that needs them: they are in no job graph and in no
 * checkpoint.
 *
 * @param method null: nothing is signed, and nothing is asked for
 * @param environment where the keys are
 */
public record ModelSigning(@Nullable ModelSignature method, Environment environment)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Without signatures. */
  public static final ModelSigning NONE = new ModelSigning(null, System::getenv);

  /** The value of a variable; null: it is not set. */
  @FunctionalInterface
  public interface Environment extends Function<String, @Nullable String>, Serializable {}

  /** Checks chunks; belongs to one thread. */
  @FunctionalInterface
  public interface Check {
    /** Why a chunk is of nobody who may publish; null: it is. */
    @Nullable String objection(ModelChunk chunk);
  }

  /** Signs chunks; belongs to one thread. */
  @FunctionalInterface
  public interface Signer {
    /** The chunk with its signature; the same one where none is asked for. */
    ModelChunk sign(ModelChunk chunk);
  }

  /** As a pipeline says, with the keys of this process. */
  public static ModelSigning of(Pipeline pipeline) {
    return new ModelSigning(pipeline.execution().signedModels(), System::getenv);
  }

  /**
   * What checks.
   *
   * @throws SigningKeyException if a key that it needs is missing or none
   */
  public Check check() {
    if (method == null) {
      return chunk -> null;
    }
    SigningKeys keys = keys(method);
    String name = name(method);
    return chunk -> {
      ByteBuffer signature = chunk.getSignature();
      if (signature == null) {
        return "is not signed: signed-models is " + name;
      }
      byte[] bytes = new byte[signature.remaining()];
      signature.duplicate().get(bytes);
      return keys.verifies(ChunkText.of(chunk), bytes)
          ? null
          : "its signature (" + name + ") is of another key, or what was signed is changed";
    };
  }

  /**
   * What signs.
   *
   * @throws SigningKeyException if a key that it needs is missing or none, or is not of the same
   *     pair as the one that checks
   */
  public Signer signer() {
    if (method == null) {
      return chunk -> chunk;
    }
    SigningKeys keys = keys(method);
    keys.requireSigning();
    return chunk ->
        ModelChunk.newBuilder(chunk)
            .setSignature(ByteBuffer.wrap(keys.sign(ChunkText.of(chunk))))
            .build();
  }

  private SigningKeys keys(ModelSignature method) {
    return switch (method) {
      case ED25519 -> Ed25519Keys.of(environment);
      case HMAC_SHA256 -> HmacKeys.of(environment);
    };
  }

  private static String name(ModelSignature method) {
    return method.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

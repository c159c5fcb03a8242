package io.tidemill.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemill.signing.ModelSigning.Environment;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A private key that signs, where there is one, and the public keys any of which may have signed.
 */
final class Ed25519Keys implements SigningKeys {
  static final String PRIVATE = "TIDEMILL_MODEL_PRIVATE_KEY";
  static final String PUBLIC = "TIDEMILL_MODEL_PUBLIC_KEY";

  private static final String ALGORITHM = "Ed25519";
  private static final byte[] PROBE = "tidemill probe".getBytes(UTF_8);

  private final @Nullable PrivateKey privateKey;
  private final List<PublicKey> publicKeys;

  private Ed25519Keys(@Nullable PrivateKey privateKey, List<PublicKey> publicKeys) {
    this.privateKey = privateKey;
    this.publicKeys = publicKeys;
  }

  static Ed25519Keys of(Environment environment) {
    List<String> own = SigningKeys.texts(environment, PRIVATE);
    if (own.size() > 1) {
      throw new SigningKeyException("the environment variable " + PRIVATE + " holds several keys");
    }
    List<PublicKey> publicKeys = new ArrayList<>();
    for (String text : SigningKeys.texts(environment, PUBLIC)) {
      publicKeys.add(publicKey(text));
    }
    if (publicKeys.isEmpty()) {
      throw new SigningKeyException(
          "signed-models: ed25519 needs a key in the environment variable %s: make one with 'openssl pkey -in PRIVATE -pubout'"
              .formatted(PUBLIC));
    }
    return new Ed25519Keys(own.isEmpty() ? null : privateKey(own.get(0)), publicKeys);
  }

  private static PublicKey publicKey(String text) {
    byte[] bytes = SigningKeys.bytes(text);
    if (bytes != null) {
      try {
        return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(bytes));
      } catch (GeneralSecurityException e) {
        // said below, without what may be a part of a key
      }
    }
    throw new SigningKeyException(
        "the environment variable %s holds no public key of Ed25519, PEM or its base64: make one with 'openssl pkey -in PRIVATE -pubout'"
            .formatted(PUBLIC));
  }

  private static PrivateKey privateKey(String text) {
    byte[] bytes = SigningKeys.bytes(text);
    if (bytes != null) {
      try {
        return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(bytes));
      } catch (GeneralSecurityException e) {
        // said below, without what may be a part of a key
      }
    }
    throw new SigningKeyException(
        "the environment variable %s holds no private key of Ed25519, PEM or its base64: make one with 'openssl genpkey -algorithm ed25519'"
            .formatted(PRIVATE));
  }

  @Override
  public void requireSigning() {
    if (privateKey == null) {
      throw new SigningKeyException(
          "signed-models: ed25519 needs a key in the environment variable %s to publish: make one with 'openssl genpkey -algorithm ed25519'"
              .formatted(PRIVATE));
    }
    if (!verifies(PROBE, sign(PROBE))) {
      throw new SigningKeyException(
          "the key in %s is of none of the pairs in %s: nobody would take what it signs"
              .formatted(PRIVATE, PUBLIC));
    }
  }

  @Override
  public byte[] sign(byte[] text) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(privateKey);
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key was read as one of " + ALGORITHM, e);
    }
  }

  @Override
  public boolean verifies(byte[] text, byte[] signature) {
    for (PublicKey key : publicKeys) {
      try {
        Signature check = Signature.getInstance(ALGORITHM);
        check.initVerify(key);
        check.update(text);
        if (check.verify(signature)) {
          return true;
        }
      } catch (SignatureException e) {
        // Not even of the form of one: as good as wrong.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("the key was read as one of " + ALGORITHM, e);
      }
    }
    return false;
  }
}

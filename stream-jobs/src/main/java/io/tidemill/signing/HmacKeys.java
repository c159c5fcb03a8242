package io.tidemill.signing;

import io.tidemill.signing.ModelSigning.Environment;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Secrets of HMAC-SHA256: the first signs, any may have signed. */
final class HmacKeys implements SigningKeys {
  static final String VARIABLE = "TIDEMILL_MODEL_KEY";

  private static final String ALGORITHM = "HmacSHA256";

  /** Bytes: what the hash gives, below which a secret weakens it (RFC 2104, section 3). */
  private static final int LEAST = 32;

  private final List<SecretKeySpec> keys;

  private HmacKeys(List<SecretKeySpec> keys) {
    this.keys = keys;
  }

  static HmacKeys of(Environment environment) {
    List<SecretKeySpec> keys = new ArrayList<>();
    for (String text : SigningKeys.texts(environment, VARIABLE)) {
      byte[] bytes = SigningKeys.bytes(text);
      if (bytes == null || bytes.length < LEAST) {
        throw new SigningKeyException(
            "the environment variable %s holds no base64 of %d bytes or more: make a key with 'openssl rand -base64 %d'"
                .formatted(VARIABLE, LEAST, LEAST));
      }
      keys.add(new SecretKeySpec(bytes, ALGORITHM));
    }
    if (keys.isEmpty()) {
      throw new SigningKeyException(
          "signed-models: hmac-sha256 needs a key in the environment variable %s: make one with 'openssl rand -base64 %d'"
              .formatted(VARIABLE, LEAST));
    }
    return new HmacKeys(keys);
  }

  @Override
  public void requireSigning() {}

  @Override
  public byte[] sign(byte[] text) {
    return mac(keys.get(0), text);
  }

  @Override
  public boolean verifies(byte[] text, byte[] signature) {
    boolean verified = false;
    for (SecretKeySpec key : keys) {
      verified |= MessageDigest.isEqual(mac(key, text), signature);
    }
    return verified;
  }

  private static byte[] mac(SecretKeySpec key, byte[] text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}

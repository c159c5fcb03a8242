package io.tidemill.signing;

import io.tidemill.signing.ModelSigning.Environment;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys of one method; no record, so that nothing prints them. */
sealed interface SigningKeys permits Ed25519Keys, HmacKeys {

  /**
   * Refuses keys that can only check.
   *
   * @throws SigningKeyException if they can
   */
  void requireSigning();

  /** The signature of a text, by the first key. */
  byte[] sign(byte[] text);

  /** Whether one of the keys has signed the text. */
  boolean verifies(byte[] text, byte[] signature);

  /** The keys that a variable holds, parted by commas; empty: it is not set. */
  static List<String> texts(Environment environment, String variable) {
    String value = environment.apply(variable);
    return value == null
        ? List.of()
        : Arrays.stream(value.split(",", -1)).map(String::strip).filter(k -> !k.isEmpty()).toList();
  }

  /** The bytes of base64, in lines and between those that PEM begins and ends with or not. */
  static byte @Nullable [] bytes(String text) {
    StringBuilder base64 = new StringBuilder();
    text.lines().map(String::strip).filter(k -> !k.startsWith("-----")).forEach(base64::append);
    try {
      return Base64.getDecoder().decode(base64.toString());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}

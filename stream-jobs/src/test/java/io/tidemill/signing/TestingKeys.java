package io.tidemill.signing;

import io.tidemill.pipeline.ModelSignature;
import io.tidemill.signing.ModelSigning.Environment;
import java.util.Map;

/** Environments with published test keys. */
public final class TestingKeys {
  /** RFC 8032, section 7.1, test 1. */
  static final String PRIVATE = "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g";

  static final String PUBLIC = "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

  /** RFC 8032, section 7.1, test 2. */
  static final String OTHER_PUBLIC = "MCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=";

  /** RFC 4231, test case 6: 131 bytes 0xaa. */
  static final String SECRET = "qqqq".repeat(43) + "qqo=";

  static final String OTHER_SECRET = "AAAA".repeat(10) + "AAA=";

  private TestingKeys() {}

  /** Signing as one who may publish. */
  public static ModelSigning signing(ModelSignature method) {
    return new ModelSigning(
        method,
        of(
            Map.of(
                Ed25519Keys.PRIVATE,
                PRIVATE,
                Ed25519Keys.PUBLIC,
                PUBLIC,
                HmacKeys.VARIABLE,
                SECRET)));
  }

  static Environment of(Map<String, String> variables) {
    return variables::get;
  }
}

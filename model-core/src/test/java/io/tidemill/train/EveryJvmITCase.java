package io.tidemill.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.Jvm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Every JVM serves and learns the same bits: with the Vector API at any length, and without. */
class EveryJvmITCase {
  private static final String MODULE = "--add-modules=jdk.incubator.vector";

  @Test
  void everyJvmComputesTheSameBits() {
    List<CompletableFuture<String>> texts = new ArrayList<>();
    texts.add(run());
    texts.add(run(MODULE, "-Dtidemill.kernels=plain"));
    texts.add(run(MODULE, "-XX:MaxVectorSize=32"));
    texts.add(run(MODULE, "-XX:MaxVectorSize=16"));
    String here = EngineChecksum.text();
    String bits = here.substring(here.indexOf(':'));
    assertThat(here).startsWith("vector");
    assertThat(texts.stream().map(CompletableFuture::join))
        .containsExactly(
            "plain Java" + bits,
            "plain Java" + bits,
            "vector, 8 lanes" + bits,
            "vector, 4 lanes" + bits);
  }

  @Test
  void saysWhatIsWrongWithTheChoiceOfKernels() {
    assertThat(run("-Dtidemill.kernels=vector").join())
        .contains("needs a JVM started with --add-modules=jdk.incubator.vector");
    assertThat(run("-Dtidemill.kernels=fast").join())
        .contains("tidemill.kernels=fast: it must be auto, vector or plain");
  }

  /** What {@link EngineChecksum} prints in a JVM with these options. */
  private static CompletableFuture<String> run(String... options) {
    List<String> all = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
    all.addAll(List.of(options));
    return CompletableFuture.supplyAsync(
        () -> Jvm.run(EngineChecksum.class, all.toArray(String[]::new)));
  }
}

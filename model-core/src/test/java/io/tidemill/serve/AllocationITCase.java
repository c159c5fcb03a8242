package io.tidemill.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.Jvm;
import org.junit.jupiter.api.Test;

class AllocationITCase {

  /** In a JVM that does nothing else, as what the compiler makes depends on all that ran before. */
  @Test
  void nothingIsAllocatedWhileServing() {
    assertThat(Jvm.run(AllocationWhileServing.class, "--add-modules=jdk.incubator.vector"))
        .isEqualTo("0");
  }
}

package io.tidemill.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.Jvm;
import org.junit.jupiter.api.Test;

class ModelAllocationITCase {

  /** In a JVM that does nothing else, as what the compiler makes depends on all that ran before. */
  @Test
  void nothingIsAllocatedInServiceNorByAGradient() {
    assertThat(Jvm.run(AllocationOfModels.class, "--add-modules=jdk.incubator.vector"))
        .isEqualTo(Models.all().count() + " models");
  }
}

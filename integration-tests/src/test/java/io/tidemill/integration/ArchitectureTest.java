package io.tidemill.integration;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** How the modules may depend on each other: one way, from what moves data to what computes. */
@AnalyzeClasses(packages = "io.tidemill", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String SCHEMAS = "io.tidemill.schema..";
  private static final String[] MODEL_CORE = {
    "io.tidemill.anomaly..",
    "io.tidemill.augment..",
    "io.tidemill.evaluate..",
    "io.tidemill.explain..",
    "io.tidemill.feature..",
    "io.tidemill.layer..",
    "io.tidemill.loss..",
    "io.tidemill.math..",
    "io.tidemill.network..",
    "io.tidemill.optimizer..",
    "io.tidemill.schedule..",
    "io.tidemill.serve..",
    "io.tidemill.snapshot..",
    "io.tidemill.train.."
  };

  @ArchTest
  static final ArchRule schemasKnowAvroOnly =
      classes()
          .that()
          .resideInAPackage(SCHEMAS)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              SCHEMAS,
              "java..",
              "javax.annotation..",
              "org.apache.avro..",
              "org.jspecify..",
              "com.fasterxml.jackson.core..")
          .because("others read these messages without Tidemill: move what needs more elsewhere");

  @ArchTest
  static final ArchRule modelCoreKnowsNoOtherModule =
      noClasses()
          .that()
          .resideInAnyPackage(MODEL_CORE)
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.tidemill..").and(resideOutsideOfPackages(MODEL_CORE)))
          .because("the engine runs without a stream: pass it numbers, not messages or events");

  @ArchTest
  static final ArchRule modelCoreKnowsNoStream =
      noClasses()
          .that()
          .resideInAnyPackage(MODEL_CORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..", "org.apache.avro..")
          .because("the engine runs without a stream: let stream-jobs move the data");

  @ArchTest
  static final ArchRule servingDoesNotNeedTraining =
      noClasses()
          .that()
          .resideInAPackage("io.tidemill.serve..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.tidemill.train..", "io.tidemill.optimizer..", "io.tidemill.loss..", "org.nd4j..")
          .because("what answers events needs weights only, and no native library");

  @ArchTest
  static final ArchRule onlyKernelsAreVectors =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.tidemill.math..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator.vector..")
          .because("a vector kernel and its plain twin live side by side: add both to math");
}

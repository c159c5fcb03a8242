package io.tidemill;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package may know which. */
@AnalyzeClasses(packages = "io.tidemill", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule servingKnowsNoTraining =
      noClasses()
          .that()
          .resideInAPackage("..serve..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..train..", "..optimizer..", "..loss..")
          .because(
              "what serves must run where nothing learns; move what both need to network or layer");

  @ArchTest
  static final ArchRule onlyMathKnowsTheVectorApi =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.tidemill.math")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator..")
          .because(
              "a JVM without the module must run all else; add a kernel to math.Kernels, with its"
                  + " plain twin");

  @ArchTest
  static final ArchRule nd4jStaysBesideTheEngine =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.tidemill.optimizer", "io.tidemill.evaluate")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j..", "org.bytedeco..")
          .because(
              "serving needs no native library; wrap what you need of ND4J in optimizer or evaluate");

  @ArchTest
  static final ArchRule theEngineKnowsNoTransport =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.flink..",
              "org.apache.kafka..",
              "org.apache.avro..",
              "io.tidemill.schema..")
          .because("model-core computes and moves nothing; put what moves data into stream-jobs");

  @ArchTest
  static final ArchRule noJavaSerializationOfInput =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.ObjectInputStream")
          .because("outside input must not choose classes; write a codec as snapshot has");

  @ArchTest
  static final ArchRule layersKnowNoNetwork =
      noClasses()
          .that()
          .resideInAnyPackage("..layer..", "..math..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..network..", "..snapshot..", "..serve..", "..train..")
          .because("a layer is a step over what it is handed; pass in what it needs");
}

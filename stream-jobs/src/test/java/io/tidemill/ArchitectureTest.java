package io.tidemill;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** How the packages of the stream jobs may depend on each other. */
@AnalyzeClasses(packages = "io.tidemill", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule arithmeticKnowsNoFlink =
      noClasses()
          .that()
          .resideInAPackage("io.tidemill.alert")
          .or()
          .haveNameMatching(
              "io\\.tidemill\\.inference\\.(EntityScorer|EntityLayout|EntityState|Bundle|Answers"
                  + "|PendingForecasts|ModelInService|ModelRefusedException)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.flink..")
          .because(
              "what is computed of a key must run without a stream: read and write Flink's state in"
                  + " InferenceOperator or Entities, and hand plain arrays on");

  @ArchTest
  static final ArchRule jobsRunWithoutTheEmbeddedBroker =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.tidemill.local..", "io.tidemill.demo..", "io.tidemill.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.tidemill.local..", "io.tidemill.demo..", "kafka..", "org.apache.kafka.server..")
          .because(
              "a job is given the address of a broker; the one in this JVM is for local runs only");

  @ArchTest
  static final ArchRule inferenceAndLearningMeetInKafka =
      noClasses()
          .that()
          .resideInAPackage("io.tidemill.inference..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.tidemill.learning..")
          .because("the jobs talk by topics, so that each runs and fails without the other")
          .allowEmptyShould(true);
}

package ai.miniai.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Keeps what only a comparison needs away from what is compared. */
@AnalyzeClasses(packages = "ai.miniai", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String BENCH = "ai.miniai.bench..";
  private static final String DL4J = "ai.miniai.dl4j..";
  private static final String EXAMPLES = "ai.miniai.examples..";

  @ArchTest
  static final ArchRule nobodyUsesTheBenchmarks =
      noClasses()
          .that()
          .resideOutsideOfPackage(BENCH)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(BENCH, "org.openjdk.jmh..")
          .because("what is measured must not know that it is");

  @ArchTest
  static final ArchRule dl4jStaysInItsModule =
      noClasses()
          .that()
          .resideOutsideOfPackages(BENCH, DL4J, EXAMPLES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.deeplearning4j..", DL4J)
          .because("who has no network of DL4J's needs none of it");

  @ArchTest
  static final ArchRule theBenchmarksUseThePublicApi =
      noClasses()
          .that()
          .resideInAPackage(BENCH)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j.linalg.cpu..", "org.nd4j.nativeblas..", "org.bytedeco..")
          .because("a user's program could not do better");
}

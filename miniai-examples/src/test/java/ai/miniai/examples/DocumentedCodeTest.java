package ai.miniai.examples;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every line of Java in the documentation is of a program that is compiled, and run by a test. */
class DocumentedCodeTest {
  private static final Path ROOT = Path.of("..");

  /** Findings are printed, which are none of this build. */
  @RegisterExtension private final CommandLineExtension quiet = new CommandLineExtension();

  static Stream<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      List<Path> pages = docs.filter(file -> file.toString().endsWith(".md")).sorted().toList();
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), pages.stream())
          .filter(page -> !Guide.blocks(page).isEmpty());
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyBlockIsOfAProgram(Path page) throws IOException {
    String programs = programs();

    assertThat(Guide.blocks(page))
        .allMatch(block -> programs.contains(bare(block)), "is part of a program");
  }

  /** The sources of all examples, and of the programs that tests run, also on Spark. */
  private static String programs() throws IOException {
    try (Stream<Path> own = Files.walk(Path.of("src"));
        Stream<Path> spark = Files.walk(ROOT.resolve("miniai-spark/src"))) {
      return Stream.concat(own, spark)
          .filter(file -> file.toString().endsWith(".java"))
          .map(Guide::read)
          .map(DocumentedCodeTest::bare)
          .collect(joining("\n"));
    }
  }

  /** Without comments, spaces and what only nesting needs. */
  private static String bare(String code) {
    return code.replaceAll("(?m)//.*$", "")
        .replaceAll("\\s", "")
        .replace("staticfinalclass", "finalclass");
  }

  @Test
  void thatOfTheReadmeRuns() throws IOException {
    assertThat(ReadmeCode.run().record().losses().training()).hasSize(59);
  }

  @Test
  void thatOfThePagesRuns(@TempDir Path folder) throws IOException {
    PagesCode code = new PagesCode();
    code.watchWithTheDoctor();
    code.checkUp();
    code.treat();
    code.watchInTheBrowser();
    code.watchDl4jInTheBrowser();
    code.controlDl4j();
    code.controlOtherLoop();
    code.watchDl4j();
    code.trainDl4j(folder.resolve("network.zip").toFile());

    assertThat(code.told).isNotEmpty();
    assertThat(folder.resolve("network.zip")).isNotEmptyFile();
    assertThat(PagesCode.draw().losses().training()).hasSize(24);
  }

  @Test
  void thatForUsersOfFastaiRuns(@TempDir Path folder) {
    FromFastai.run(SmallData.loaders(), folder);

    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder(
            "stats.png", "color-dim.png", "dead-chart.png", "lr-finder.png", "schedule.png");
  }
}

package ai.miniai.examples;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExamplesPageTest {
  private static final Path SOURCES = Path.of("src/main/java/ai/miniai/examples");
  private static final Pattern LINK =
      Pattern.compile("\\.\\./miniai-examples/(src/main/java/ai/miniai/examples/\\w+\\.java)");

  @Test
  void thePageListsTheProgramsAndNothingThatIsGone() throws IOException {
    String page = Files.readString(Path.of("../docs/examples.md"));

    var linked =
        LINK.matcher(page)
            .results()
            .map(link -> Path.of(link.group(1)))
            .collect(toCollection(TreeSet::new));

    assertThat(linked).allSatisfy(file -> assertThat(file).exists());
    assertThat(linked).containsAll(programs());
  }

  /** The files with a {@code main}, without that of the command line. */
  private static Set<Path> programs() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files
          .filter(file -> !file.endsWith("Main.java") && isProgram(file))
          .collect(toCollection(TreeSet::new));
    }
  }

  private static boolean isProgram(Path file) {
    try {
      return Files.isRegularFile(file) && Files.readString(file).contains("void main(String");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

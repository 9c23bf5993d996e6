package ai.miniai.notebook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The notebooks run, from the first cell to the last, and what is in the repository is current. */
@Tag("slow")
class NotebooksTest {
  private static final Path FOLDER = Path.of("..", "notebooks");
  private static final long LARGEST = 500_000;

  @TempDir private Path temporary;

  static Stream<Path> sources() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void runs(Path source) throws IOException, InterruptedException {
    // Jupyter is a program in Python that Maven cannot bring along.
    assumeTrue(
        isInstalled("jupyter-nbconvert"),
        "Skipped: the notebooks, because jupyter-nbconvert is not installed.");
    Path made = temporary.resolve("made.ipynb");

    Process run = execute(source, made);

    String said = new String(run.getInputStream().readAllBytes(), UTF_8);
    assertThat(run.waitFor()).as(said).isZero();
    Path kept = Path.of(source.toString().replaceAll("md$", "ipynb"));
    assertThat(cells(kept))
        .as("Is this the source? ./miniai notebook execute")
        .isEqualTo(cells(made));
    assertThat(pictures(kept)).isEqualTo(pictures(made)).isPositive();
    assertThat(kept).satisfies(file -> assertThat(Files.size(file)).isLessThan(LARGEST));
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private Process execute(Path source, Path target) throws IOException {
    boolean quiet = Runtime.version().feature() >= 24;
    List<String> options =
        Stream.of(
                Stream.of("-Xmx2g", "-XX:+UseSerialGC", "-Djava.awt.headless=true"),
                quiet
                    ? Stream.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow")
                    : Stream.<String>empty())
            .flatMap(each -> each)
            .toList();
    new KernelSpec(options, System.getProperty("java.class.path")).write(temporary);
    ProcessBuilder builder =
        new ProcessBuilder(
                FOLDER.resolve("execute").toString(), source.toString(), target.toString())
            .redirectErrorStream(true);
    builder.environment().put("JUPYTER_PATH", temporary.toString());
    return builder.start();
  }

  /** What is written in the cells, without what they show. */
  private static String cells(Path notebook) throws IOException {
    StringBuilder text = new StringBuilder();
    try (JsonParser json = new JsonFactory().createParser(notebook.toFile())) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.FIELD_NAME && json.getText().equals("source")) {
          for (JsonToken line = json.nextToken();
              line != JsonToken.END_ARRAY;
              line = json.nextToken()) {
            text.append(json.getText());
          }
          text.append('\n');
        }
      }
    }
    return text.toString();
  }

  private static long pictures(Path notebook) throws IOException {
    return Pattern.compile("\"image/png\": \"")
        .matcher(Files.readString(notebook))
        .results()
        .count();
  }
}

package ai.miniai.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A program of the tests' in a JVM of its own, which is killed when this is closed. */
final class ChildProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private ChildProcess(Process process) {
    this.process = process;
    output = process.inputReader(UTF_8);
  }

  static ChildProcess start(Class<?> main, String... arguments) throws IOException {
    Stream<String> java =
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName());
    List<String> command = new ArrayList<>(Stream.concat(java, Stream.of(arguments)).toList());
    return new ChildProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  long pid() {
    return process.pid();
  }

  /** Waits until it has printed this line, and nothing else before. */
  void awaitLine(String line) throws IOException {
    assertThat(output.readLine()).isEqualTo(line);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}

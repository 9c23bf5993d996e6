package ai.miniai.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LiveRunTest {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private void run(Path browser) {
    new LiveRun(
            new Workload(Network.MLP, 16, false),
            new Race(3, new TurnLength.Seconds(0.5)),
            browser,
            Duration.ZERO)
        .run(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @Test
  void tellsWhatAStepTakesWithTheBrowserAndWithout() {
    assumeThat(CHROMIUM)
        .as("chromium is not installed: the cost of the live page is not measured")
        .isExecutable();
    run(CHROMIUM);

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .containsSubsequence(
            "mlp, batch size 16, recorded by a doctor, 3 rounds",
            "without the page",
            "with a browser",
            "ratio",
            "the browser takes",
            "handed over")
        .containsPattern("handed over +[1-9]")
        .doesNotContain("NaN");
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
        .as("the browser is closed")
        .noneMatch(process -> process.info().command().orElse("").contains("chromium"));
  }

  @Test
  void aBrowserThatDoesNotExistIsNamed() {
    assertThatThrownBy(() -> run(Path.of("/no/such/browser")))
        .rootCause()
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> run(Path.of("/no/such/browser")))
        .hasMessageContaining("cannot start the browser /no/such/browser")
        .hasMessageContaining("--browser");
  }
}

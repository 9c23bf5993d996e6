package ai.miniai.live.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How often the page draws what a training sends. */
@ExtendWith(SharedChromium.class)
final class PaceTest {
  private static final String RUN = "{ layers: 30, columns: 102, pass: 50, state: 'running' }";

  /** Counts how often the panels are drawn from now on. */
  private static void count(Chromium page) {
    page.drawn();
    page.run(
        "window.times = []; const { panels } = miniai.page;"
            + "panels.push({ update: () => window.times.push(performance.now()) })");
  }

  private static void send(Chromium page, int updates, String change) {
    page.runAsync(
        "const [updates, done] = arguments; let i = 0;"
            + "const next = () => { if (i++ === updates) { done(); return; }"
            + "miniai.page.update('a', "
            + change
            + "); setTimeout(next, 20); }; next()",
        updates);
  }

  @Test
  void whatIsNewIsDrawnInAHundredthOfTheTime(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, RUN)) {
      count(page);
      send(page, 20, "{ run: { ...miniai.page.shown[0].info, step: 100 + i } }");
      page.waitFor("miniai.page.clock.last === 120");
      assertThat(page.number("window.times.length")).isBetween(1.0, 10.0);
    }
  }

  @Test
  void theStateOfTheTrainingIsDrawnAtOnce(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, RUN)) {
      count(page);
      send(
          page,
          5,
          "{ run: { ...miniai.page.shown[0].info, state: i % 2 ? 'paused' : 'running' } }");
      page.drawn();
      assertThat(page.number("window.times.length")).isGreaterThanOrEqualTo(5);
      assertThat(page.text("#head .state")).isEqualTo("paused");
    }
  }
}

package ai.miniai.live.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is seen before anybody scrolls, and what comes below. */
@ExtendWith(SharedChromium.class)
final class FirstScreenTest {
  /** A sick run with all that a page may show. */
  private static final String RUN =
      "{ layers: %d, columns: 102, pass: 50, samples: 2, usage: true, controls: true,"
          + " state: 'running', nan: true, metrics: ['accuracy', 'f1'] }";

  /** The upper edge of an element in the window. */
  private static double top(Chromium page, String css) {
    return page.number("document.querySelector('" + css + "').getBoundingClientRect().top");
  }

  @ParameterizedTest
  @CsvSource({"900, 5", "900, 52", "1280, 52", "1600, 5", "1600, 52"})
  void showsTheLossAndTheLayers(int width, int layers, Chromium page) {
    page.size(width, 900);
    try (MadeUpRuns runs = MadeUpRuns.show(page, RUN.formatted(layers))) {
      double foot = top(page, "#time");
      assertThat(top(page, "#lines .plot")).isLessThan(foot - 190);
      assertThat(top(page, "#layers .heatmap")).isLessThan(foot - 50);
    }
  }

  @ParameterizedTest
  @CsvSource({"400", "900", "1600"})
  void ratesMemoryAndSpeedComeLast(int width, Chromium page) {
    page.size(width, 900);
    try (MadeUpRuns runs = MadeUpRuns.show(page, RUN.formatted(5))) {
      assertThat(page.text("#lines")).contains("Accuracy", "F1").doesNotContain("Memory", "rate");
      assertThat(page.text("#usage"))
          .contains("Learning rate", "Memory (MB)", "Speed")
          .doesNotContain("Accuracy");
      assertThat(top(page, "#usage"))
          .isGreaterThan(
              page.number("document.getElementById('layer').getBoundingClientRect().bottom"));
    }
  }

  @Test
  void whatNobodyHasNotedHasNoPlace(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, "{ columns: 20 }")) {
      page.run(
          "const { view } = miniai.page.shown[0];"
              + "view.series = view.series.filter((one) => one.group === 'loss');"
              + "miniai.page.changed()");
      page.drawn();
      assertThat(page.find("#usage").isDisplayed()).isFalse();
      assertThat(page.find("#lines").isDisplayed()).isTrue();
    }
  }
}

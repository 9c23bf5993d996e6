package ai.miniai.live.browser;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page on paper. */
@ExtendWith(SharedChromium.class)
final class PrintTest {
  private static final String ONE =
      "{ layers: 12, columns: 400, pass: 100, samples: 3, names: ['x'.repeat(10000)] }";
  private static final String OTHER =
      "{ id: 'b', name: 'other', layers: 52, nan: true, columns: 100, pass: 50 }";
  private static final String THEME = "document.documentElement.dataset.theme";

  /** Between the margins of A4. */
  private static final int PAPER = 703;

  private static final String SEEN =
      "Array.from(document.querySelectorAll('body *')).filter((one) => one.checkVisibility())";

  @ParameterizedTest
  @ValueSource(ints = {400, 900, 1600})
  void hasLightColoursAndNothingIsCutWhateverTheWindow(int width, Chromium page) {
    page.theme("dark").size(width, 900);
    try (MadeUpRuns runs = MadeUpRuns.show(page, ONE, OTHER)) {
      // WHEN
      page.run("window.dispatchEvent(new Event('beforeprint'))");
      // THEN
      assertThat(page.eval(THEME)).isEqualTo("light");
      assertThat(page.eval("miniai.colors.variable('--card')")).isEqualTo("#ffffff");
      assertThat(
              page.number(
                  "Math.max(..." + SEEN + ".map((one) => one.getBoundingClientRect().right))"))
          .isLessThanOrEqualTo(PAPER);
      assertThat(
              page.eval(
                  SEEN
                      + ".filter((one) => one.matches('button:not(.names button), input, select')).length"))
          .isEqualTo("0");
      assertThat(page.eval("document.querySelectorAll('details:not([open])').length"))
          .isEqualTo("0");
      // and the screen is as before
      page.run("window.dispatchEvent(new Event('afterprint'))");
      page.drawn();
      assertThat(page.eval(THEME)).isEqualTo("dark");
      assertThat(page.number("document.documentElement.scrollWidth")).isEqualTo(width);
      assertThat(page.number("document.querySelector('#layers canvas').clientWidth"))
          .isEqualTo(page.number("document.querySelector('#layers .heatmap').clientWidth"));
      assertThat(page.number("document.querySelectorAll('details[open]').length")).isZero();
      page.assertNoComplaints();
    }
  }

  @Test
  void everyCanvasIsPrintedThoughNobodyHasScrolledToIt(Chromium page) {
    page.theme("dark").size(1600, 900);
    try (MadeUpRuns runs = MadeUpRuns.show(page, ONE)) {
      // WHEN
      String pdf = new String(page.pdf(), ISO_8859_1);
      // THEN
      assertThat(Pattern.compile("/Type\\s*/Page\\b").matcher(pdf).results()).hasSizeBetween(2, 4);
      assertThat(
              page.eval(
                  SEEN + ".filter((one) => one.matches('canvas') && one.width === 300).length"))
          .as("canvases that were never drawn")
          .isEqualTo("0");
      page.drawn();
      assertThat(page.eval(THEME)).as("the browser has said that it is done").isEqualTo("dark");
    }
  }

  /** Pictures are drawn for paper with its light colours. */
  @Test
  void picturesHaveLightColours(Chromium page) {
    page.theme("dark");
    try (MadeUpRuns runs = MadeUpRuns.show(page, "{ layers: 5, columns: 100, pass: 200 }")) {
      page.run(
          "const { columns } = miniai.page.shown[0].recordings[0];"
              + "for (let i = 50; i < 100; i++) { columns.begin[i] += 100; columns.end[i] += 100; }");
      page.run("window.dispatchEvent(new Event('beforeprint'))");
      List<Integer> blank = List.of(0xd3, 0xd6, 0xda);
      int middle = (int) page.number("document.querySelector('#layers .over').clientWidth / 2");
      assertThat(page.pixel("#layers canvas", middle, 13))
          .containsExactly(blank.get(0), blank.get(1), blank.get(2));
      page.run("window.dispatchEvent(new Event('afterprint'))");
    }
  }
}

package ai.miniai.live.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The histograms of one layer over time. */
@ExtendWith(SharedChromium.class)
final class ColorDimTest {
  private static final String MAP = "#layer .colordim .heatmap canvas";
  private static final String OVER = "#layer .colordim .over";
  private static final String COUNTS =
      "miniai.page.shown[0].histogram('activations', '0.1').numbers";
  private static final double HEIGHT = 264;
  private static final int BINS = 50;
  private static final int LEFT = 56;

  private static double x(Chromium page, double share) {
    return share * page.number("document.querySelector('" + OVER + "').clientWidth");
  }

  private static double y(int bin) {
    return HEIGHT * (BINS - 1 - bin + 0.5) / BINS;
  }

  @Test
  void eachPixelHasTheColourOfTheLogarithmOfItsCount(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, "{ columns: 100, pass: 200, sick: false }")) {
      page.run("miniai.page.open('0.1')");
      for (int bin : new int[] {0, 3, 8, 30}) {
        for (int step : new int[] {5, 50, 95}) {
          String count = COUNTS + "[" + (step * BINS + bin) + "]";
          long color =
              (long)
                  page.number(
                      "miniai.colors.palette('viridis')[Math.round(255 * "
                          + count
                          + " / Math.max(..."
                          + COUNTS
                          + "))]");
          assertThat(page.pixel(MAP, LEFT + (int) x(page, (step + 0.5) / 100), (int) y(bin)))
              .as("bin %s, step %s", bin, step)
              .containsExactly(
                  (int) (color & 255), (int) (color >> 8 & 255), (int) (color >> 16 & 255));
        }
      }
    }
  }

  @Test
  void valuesPastTheRangeAndNanHaveRowsOfTheirOwn(Chromium page) {
    String options = "{ columns: 100, pass: 200, nan: true, layers: 2, scale: 15 }";
    try (MadeUpRuns runs = MadeUpRuns.show(page, options)) {
      page.scrollTo(OVER);
      page.hover(OVER, x(page, 0.9), 2);
      assertThat(page.told("#layer .colordim .told"))
          .contains("NaN or infinite: 8,192 of 8,192 values");
      page.hover(OVER, x(page, 0.6), 1.5 * HEIGHT / 52);
      assertThat(page.told("#layer .colordim .told")).contains("past 10: 82 of 8,192 values");
      assertThat(page.pixel(MAP, LEFT + (int) x(page, 0.9), 2)).containsExactly(0xe6, 0, 0x7e);
    }
  }

  @Test
  void thePointerTellsStepBinAndCount(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, "{ columns: 100, pass: 200 }")) {
      page.scrollTo(OVER).hover(OVER, x(page, 0.405), y(2));
      String count = page.eval("miniai.count(Math.expm1(" + COUNTS + "[40 * 50 + 2] / 1000))");
      assertThat(page.told("#layer .colordim .told"))
          .startsWith("step 40 · 0.4 to 0.6: " + count + " of 8,192 values · mean ");
    }
  }

  @Test
  void aDragZoomsIntoTimeAndBinsAndADoubleClickShowsAllAgain(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, "{ columns: 100, pass: 200 }")) {
      page.scrollTo(OVER);
      page.drag(OVER, x(page, 0.2), y(19), x(page, 0.6), y(0));
      assertThat(page.eval("[miniai.page.clock.from, miniai.page.clock.to]")).isEqualTo("20,60");
      page.hover(OVER, x(page, 0.5), 0.5 * HEIGHT / 20);
      assertThat(page.told("#layer .colordim .told")).startsWith("step 40 · 3.8 to 4: ");
      page.run(
          "document.querySelector(arguments[0]).dispatchEvent(new MouseEvent('dblclick'))", OVER);
      page.drawn();
      page.hover(OVER, x(page, 0.905), y(49));
      assertThat(page.told("#layer .colordim .told")).startsWith("step 90 · 9.8 to 10: ");
    }
  }

  @Test
  void theHistogramAtTheCursorStandsBesideThePicture(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, "{ columns: 100, pass: 200 }")) {
      page.scrollTo(OVER);
      page.run("miniai.page.clock.pin(30)");
      page.drawn();
      assertThat(page.text("#layer .sliceheading")).isEqualTo("step 30");
      int bar = (int) page.number("110 * " + COUNTS + "[30 * 50] / Math.max(..." + COUNTS + ")");
      assertThat(page.pixel("#layer .slice", bar - 3, (int) y(0))).containsExactly(0, 0x72, 0xb2);
      assertThat(page.pixel("#layer .slice", Math.min(109, bar + 3), (int) y(0)))
          .isNotEqualTo(new int[] {0, 0x72, 0xb2});
    }
  }

  @Test
  void octavesShowOnlyTheBinsThatAreUsed(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, "{ columns: 60, pass: 200, octaves: true }")) {
      page.scrollTo(OVER).hover(OVER, x(page, 0.5), 1);
      String highest =
          "Math.max(..." + COUNTS + ".map((count, i) => (count > 0 ? i % 50 : 0)).filter(Boolean))";
      double edge = Math.scalb(1.0, (int) page.number(highest) + 1 - 40);
      assertThat(page.told("#layer .colordim .told"))
          .contains(" to " + page.eval("miniai.number(" + edge + ")") + ":");
    }
  }
}

package ai.miniai.live.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** All layers over time. */
@ExtendWith(SharedChromium.class)
final class OverviewTest {
  private static final String MAP = "#layers canvas";
  private static final String OVER = "#layers .over";

  /** The middle of a row on the screen, with 5 layers. */
  private static int middle(int row) {
    return 26 * row + 13;
  }

  /** The left edge of the column of a step, with one column per step. */
  private static double x(Chromium page, int step) {
    return page.number("document.querySelector('" + OVER + "').clientWidth") * (step + 0.5) / 100;
  }

  @Test
  void eachPixelHasTheColourOfItsDeviation(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, "{ layers: 5, columns: 101, pass: 200 }")) {
      double width = page.number("document.querySelector('" + OVER + "').clientWidth");
      for (int row = 0; row < 5; row++) {
        for (int step : new int[] {3, 40, 77}) {
          String layer = "miniai.page.shown[0].recordings[0].layers[" + row + "]";
          // Of the deviations of the batches of a column, the one farthest from 1 is shown.
          String farthest =
              String.format(
                  "[%1$s.std[%2$d], %1$s.stdMin[%2$d], %1$s.stdMax[%2$d]]"
                      + ".sort((a, b) => Math.abs(Math.log(b)) - Math.abs(Math.log(a)))[0]",
                  layer, step);
          long color =
              (long)
                  page.number(
                      "miniai.colors.palette('diverging')[Math.round(255 *"
                          + " miniai.ratioScale(1, 2).place("
                          + farthest
                          + "))]");
          assertThat(page.pixel(MAP, (int) (width * (step + 0.5) / 101), middle(row)))
              .as("row %s, step %s", row, step)
              .containsExactly(
                  (int) (color & 255), (int) (color >> 8 & 255), (int) (color >> 16 & 255));
        }
      }
      page.assertNoComplaints();
    }
  }

  @Test
  void nanHasAColourOfItsOwn(Chromium page) {
    try (MadeUpRuns runs =
        MadeUpRuns.show(page, "{ layers: 5, columns: 100, nan: true, pass: 200 }")) {
      assertThat(page.pixel(MAP, (int) x(page, 90), middle(4))).containsExactly(0xe6, 0, 0x7e);
      assertThat(page.pixel(MAP, (int) x(page, 90), middle(1)))
          .isNotEqualTo(new int[] {0xe6, 0, 0x7e});
      assertThat(page.eval("document.querySelectorAll('#layers .values span')[4].textContent"))
          .isEqualTo("NaN");
    }
  }

  @Test
  void aLongGapInTheRecordingStaysBlank(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, "{ layers: 5, columns: 100, pass: 200 }")) {
      page.run(
          "const { columns } = miniai.page.shown[0].recordings[0];"
              + "for (let i = 50; i < 100; i++) { columns.begin[i] += 100; columns.end[i] += 100; }"
              + "miniai.page.changed()");
      page.drawn();
      double width = page.number("document.querySelector('" + OVER + "').clientWidth");
      assertThat(page.pixel(MAP, (int) (width / 2), middle(0))).containsExactly(0xd3, 0xd6, 0xda);
      assertThat(page.pixel(MAP, (int) (width * 0.9), middle(0)))
          .isNotEqualTo(new int[] {0xd3, 0xd6, 0xda});
    }
  }

  @Test
  void mergedColumnsAreTold(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, "{ layers: 5 }")) {
      page.run(
          "miniai.page.shown[0].view.merged = 'each column stands for up to 4 recorded ones';"
              + "miniai.page.changed()");
      page.drawn();
      assertThat(page.text("#layers .about"))
          .endsWith("red is larger. Each column stands for up to 4 recorded ones.");
    }
  }

  @Test
  void thePointerTellsLayerStepAndValue(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, "{ layers: 5, columns: 100, pass: 200 }")) {
      page.hover(OVER, x(page, 40), middle(2));
      assertThat(page.told("#layers .told"))
          .startsWith("0.2 BatchNorm2d 16 · step 40 · ")
          .contains(
              page.eval("miniai.number(miniai.page.shown[0].recordings[0].layers[2].std[40])"));
    }
  }

  @Test
  void theFilterLeavesLayersOfThisName(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, "{ layers: 12 }")) {
      String names = "document.querySelectorAll('#layers .names button').length";
      page.find("#layers input").sendKeys("relu");
      page.drawn();
      assertThat(page.number(names)).isEqualTo(3);
      page.find("#layers input").clear();
      page.find("#layers input").sendKeys("1.*");
      page.drawn();
      assertThat(page.number(names)).isEqualTo(4);
      page.find("#layers input").sendKeys("nothing");
      page.drawn();
      assertThat(page.text("#layers")).contains("No layer has such a name.");
    }
  }

  @Test
  void aPressOnALayerShowsIt(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, "{ layers: 5 }")) {
      assertThat(page.text("#layer h2")).as("where the doctor points to").isEqualTo("0.1 ReLU");
      page.click("#layers .names button:nth-child(4)");
      assertThat(page.text("#layer h2")).isEqualTo("0.3 Linear 784→50");
      page.mouse("mousePressed", OVER, 50, middle(0)).mouse("mouseReleased", OVER, 50, middle(0));
      page.drawn();
      assertThat(page.text("#layer h2")).isEqualTo("0.0 Conv2d 8→16");
    }
  }

  @Test
  void keysMoveThroughTimeAndLayers(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, "{ layers: 5, columns: 100, pass: 200 }")) {
      page.find("#layers .heatmap").sendKeys(Keys.HOME, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
      assertThat(page.number("miniai.page.clock.pinned")).isEqualTo(2);
      page.find("#layers .heatmap").sendKeys(Keys.ARROW_DOWN);
      page.drawn();
      assertThat(page.text("#layer h2")).isEqualTo("0.2 BatchNorm2d 16");
      page.find("#layers .heatmap").sendKeys(Keys.ESCAPE);
      assertThat(page.eval("miniai.page.clock.isLive")).isEqualTo("true");
    }
  }

  @Test
  void otherMeasuresCanBeChosen(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, "{ layers: 5, columns: 100, pass: 200 }")) {
      page.choose("#layers select", "activations/nearZero");
      page.hover(OVER, x(page, 10), middle(1));
      assertThat(page.told("#layers .told")).endsWith("%");
      page.choose("#layers select", "ratios");
      page.hover(OVER, x(page, 10), middle(1));
      assertThat(page.told("#layers .told"))
          .startsWith("1.weight")
          .endsWith(page.eval("miniai.number(miniai.page.shown[0].view.ratios.values[1][10])"));
    }
  }
}

package ai.miniai.live.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several runs side by side. */
@ExtendWith(SharedChromium.class)
final class CompareTest {
  private static final String[] THREE = {
    "{ id: 'a', name: 'before' }",
    "{ id: 'b', name: 'after', sick: false, scale: 0.5, rate: 0.2 }",
    "{ id: 'c', name: 'again', scale: 2 }"
  };

  @Test
  void runsAreGroupedByTheirFirstFinding(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, THREE)) {
      assertThat(page.text("#runs fieldset:nth-child(1)"))
          .contains("unstable training", "before", "again")
          .doesNotContain("after");
      assertThat(page.text("#runs fieldset:nth-child(2)")).contains("No sign of trouble", "after");
    }
  }

  @Test
  void anyNumberOfRunsCanBeChosen(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, THREE)) {
      String maps = "document.querySelectorAll('#layers .layermap').length";
      assertThat(page.number(maps)).isEqualTo(3);
      assertThat(page.text("#differences table")).contains("before", "after", "again");
      page.click("[data-run=c]");
      assertThat(page.number(maps)).isEqualTo(2);
      assertThat(page.text("h1")).isEqualTo("2 runs side by side");
      page.click("[data-run=b]");
      assertThat(page.number(maps)).isEqualTo(1);
      assertThat(page.find("#differences").isDisplayed()).isFalse();
      assertThat(page.text("h1")).isEqualTo("before");
      page.click("[data-run=a]");
      assertThat(page.text("#message")).isEqualTo("Choose a run.");
      assertThat(page.find("#layers").isDisplayed()).isFalse();
      page.assertNoComplaints();
    }
  }

  @Test
  void theDifferenceOfTwoRunsIsTheRatioOfTheirDeviations(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, THREE[0], THREE[1])) {
      page.choose("#layers .bar label:nth-of-type(3) select", "difference");
      assertThat(page.number("document.querySelectorAll('#layers .layermap').length")).isEqualTo(1);
      assertThat(page.text("#layers .about")).startsWith("Ratio of the two runs: 1 is equal.");
      long color =
          (long)
              page.number(
                  "miniai.colors.palette('diverging')[Math.round(255 * miniai.ratioScale(1, 1).place(0.5))]");
      assertThat(page.pixel("#layers canvas", 100, 100))
          .containsExactly(
              (int) (color & 255), (int) (color >> 8 & 255), (int) (color >> 16 & 255));
    }
  }

  @Test
  void picturesOfSeveralRunsHaveTheSameScale(Chromium page) {
    try (MadeUpRuns runs =
        MadeUpRuns.show(page, THREE[0], "{ id: 'd', name: 'short', columns: 40 }")) {
      page.scrollTo("#layer .colordim:nth-child(1) .over")
          .hover("#layer .colordim:nth-child(1) .over", 200, 260);
      String steps = page.eval("miniai.page.clock.hovered");
      page.scrollTo("#layer .colordim:nth-child(2) .over")
          .hover("#layer .colordim:nth-child(2) .over", 200, 260);
      assertThat(page.eval("miniai.page.clock.hovered")).isEqualTo(steps);
      assertThat(
              page.number(
                  "document.querySelector('#layer .colordim:nth-child(2) .heatmap').picture.data.scale.place(1000)"))
          .isEqualTo(
              page.number(
                  "document.querySelector('#layer .colordim:nth-child(1) .heatmap').picture.data.scale.place(1000)"));
    }
  }
}

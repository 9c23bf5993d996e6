package ai.miniai.live.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** Going back in time. */
@ExtendWith(SharedChromium.class)
final class TimeTest {
  private static final String RUN = "{ columns: 102, pass: 50, samples: 5 }";

  @Test
  void theSliderPutsTheCursorOfAllPictures(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, RUN)) {
      page.find("#time input").sendKeys(Keys.HOME);
      for (int i = 0; i < 30; i++) {
        page.find("#time input").sendKeys(Keys.ARROW_RIGHT);
      }
      page.scrollTo("#lines .chart");
      assertThat(page.text("#time .told")).isEqualTo("Step 30, epoch 1");
      assertThat(page.eval("document.querySelector('#lines .legend b').textContent"))
          .startsWith(page.eval("miniai.number(miniai.page.shown[0].series[0].values[30])"));
      page.scrollTo("#layers .over");
      assertThat(page.eval("document.querySelector('#layers .values span').textContent"))
          .isEqualTo(
              page.eval("miniai.number(miniai.page.shown[0].recordings[0].layers[0].std[30])"));
    }
  }

  @Test
  void inThePastTheDoctorSaysWhatWasKnownThen(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, RUN)) {
      page.run("miniai.page.clock.pin(10)");
      assertThat(page.text("#diagnosis .past"))
          .isEqualTo("By step 10 the doctor had found nothing.");
      page.run("miniai.page.clock.pin(30)");
      assertThat(page.text("#diagnosis .past"))
          .isEqualTo("By step 30 the doctor had said: dead units (WARNING, at step 19).");
      page.run("miniai.page.clock.pin(39)");
      assertThat(page.text("#diagnosis .past"))
          .isEqualTo("By step 39 the doctor had said: unstable training (SICK, at step 39).");
      page.click("#time .live");
      assertThat(page.find("#diagnosis .past").isDisplayed()).isFalse();
    }
  }

  @Test
  void aFindingLeadsToItsStepAndLayer(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, RUN)) {
      page.click("#diagnosis .links button");
      assertThat(page.text("#time .told")).startsWith("Step 12,");
      page.run("miniai.page.open('0.0')");
      page.click("#diagnosis .links button:nth-child(2)");
      assertThat(page.text("#layer h2")).isEqualTo("0.1 ReLU");
    }
  }

  @Test
  void samplesAreThoseOfTheTime(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, RUN)) {
      page.run("miniai.page.clock.pin(25)");
      assertThat(page.eval("document.querySelector('#samples figcaption').textContent"))
          .isEqualTo("Step 19: sample 2");
      page.scrollTo("#samples img")
          .waitFor("document.querySelector('#samples img').naturalWidth === 28");
    }
  }

  @Test
  void aValidationStandsAtTheStepWhereItWasTaken(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, RUN)) {
      page.run("miniai.page.clock.pin(48)");
      page.scrollTo("#lines .chart");
      String validation = "document.querySelectorAll('#lines .legend b')[2].textContent";
      assertThat(page.eval(validation)).isEmpty();
      page.run("miniai.page.clock.pin(49)");
      page.drawn();
      assertThat(page.eval(validation))
          .isEqualTo(page.eval("miniai.number(miniai.page.shown[0].series[1].values[0])"));
    }
  }

  /** The number of batches so far is one more than the index of the last one. */
  @Test
  void memoryAndSpeedStandAtTheStepAfterWhichTheyWereNoted(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, "{ columns: 102, pass: 50, usage: true }")) {
      String legends =
          "Array.from(document.querySelectorAll('#usage .legend'), (one) => one.textContent)";
      page.scrollTo("#usage .chart:nth-of-type(2)");
      page.run("miniai.page.clock.pin(38)");
      page.drawn();
      assertThat(page.eval(legends)).contains("heap 130").contains("resident 330");
      page.run("miniai.page.clock.pin(39)");
      page.drawn();
      assertThat(page.eval(legends)).contains("heap 140").contains("resident 340");
    }
  }

  @Test
  void atTheEndTheNewestOfEverythingIsTold(Chromium page) {
    try (MadeUpRuns runs =
        MadeUpRuns.show(page, "{ columns: 102, pass: 50, usage: true, samples: 11 }")) {
      page.scrollTo("#usage .chart:nth-of-type(2)");
      assertThat(page.text("#time .told")).isEqualTo("Step 99, epoch 2");
      assertThat(page.text("#usage")).contains("heap 200");
      assertThat(page.text("#samples figcaption")).isEqualTo("Step 99: sample 10");
      page.choose("#layers .bar .field:nth-of-type(2) select", "validation");
      page.scrollTo("#layer .chart:last-child");
      assertThat(page.eval("document.querySelectorAll('#layer .chart')[2].textContent"))
          .contains(
              "near zero "
                  + page.eval(
                      "miniai.percent(miniai.page.shown[0].recordings[0].layers[1].nearZero.at(-1))"));
    }
  }

  @Test
  void zoomKeepsWhatIsAtTheCursor(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, RUN)) {
      page.run("miniai.page.clock.pin(80)");
      page.click("#time .zoom button:nth-child(2)").click("#time .zoom button:nth-child(2)");
      assertThat(page.eval("[miniai.page.clock.from, miniai.page.clock.to]")).isEqualTo("60,85");
      page.click("#time .zoom button:nth-child(3)");
      assertThat(page.eval("[miniai.page.clock.from, miniai.page.clock.to]")).isEqualTo("0,100");
    }
  }
}

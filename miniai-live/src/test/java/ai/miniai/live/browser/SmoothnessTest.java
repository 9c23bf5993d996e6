package ai.miniai.live.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page stays smooth with as much as a server sends: 200 layers, 512 columns, 100,000 steps. */
@ExtendWith(SharedChromium.class)
final class SmoothnessTest {
  private static final String LARGE = "{ layers: 200, columns: 512, stride: 200, pass: 10000 }";

  /** A frame at 60 per second, in milliseconds. */
  private static final double FRAME = 1000.0 / 60;

  private static final int FRAMES = 40;

  /**
   * The processor time that the page needs for a frame after {@code action}, which may use the
   * number of the frame, {@code i}. Other programs do not count, however busy the machine is.
   */
  private static double frame(Chromium page, String action) {
    double before = page.taskMilliseconds();
    page.runAsync(
        "const [frames, done] = arguments; let i = 0;"
            + "const next = () => { if (i++ === frames) { done(); return; } "
            + action
            + "; requestAnimationFrame(() => requestAnimationFrame(next)); }; next()",
        FRAMES);
    return (page.taskMilliseconds() - before) / FRAMES;
  }

  @Test
  void movingTheCursorAndZoomingTakesLessThanAFrame(Chromium page) {
    page.size(1600, 900);
    try (MadeUpRuns runs = MadeUpRuns.show(page, LARGE)) {
      page.scrollTo("#layers .over");
      double cursor = frame(page, "miniai.page.clock.hover(2000 * i)");
      double zoom = frame(page, "miniai.page.clock.show(1000 * i, 60000 + 1000 * i)");
      double update = frame(page, "miniai.page.changed()");
      assertThat(cursor).isLessThan(FRAME);
      assertThat(zoom).isLessThan(2 * FRAME);
      assertThat(update).as("once in five seconds at most").isLessThan(6 * FRAME);
      page.assertNoComplaints();
    }
  }

  @Test
  void whatIsNotSeenIsNotDrawn(Chromium page) {
    try (MadeUpRuns runs = MadeUpRuns.show(page, LARGE)) {
      page.run("window.scrollTo(0, 0)");
      page.drawn();
      String stale = "document.querySelector('#layer .colordim .heatmap').picture.stale";
      page.run("miniai.page.clock.show(0, 5000)");
      page.drawn();
      assertThat(page.eval(stale)).isEqualTo("true");
      page.scrollTo("#layer .colordim .over").waitFor("!" + stale);
    }
  }
}

package ai.miniai.live.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Names of layers and runs are text, whatever they contain. */
@ExtendWith(SharedChromium.class)
final class HostileNamesTest {
  private static final String MARKUP =
      "<script>document.title = 'taken'</script><img src=x onerror=alert(1)>";
  private static final String QUOTES = "\"quotes' & `more` ${here}";

  @Test
  void markupQuotesAndTenThousandLettersAreShownAsText(Chromium page) {
    String names = String.format("[%s, %s, 'x'.repeat(10000)]", quoted(MARKUP), quoted(QUOTES));
    String options = "{ layers: 5, names: " + names + ", name: " + quoted(MARKUP) + " }";
    try (MadeUpRuns runs = MadeUpRuns.show(page, options)) {
      assertThat(page.text("h1")).isEqualTo(MARKUP);
      for (String name : new String[] {MARKUP, QUOTES}) {
        page.run("miniai.page.open(arguments[0])", name);
        page.drawn();
        assertThat(page.text("#layer h2")).startsWith(name);
        assertThat(page.eval("document.querySelector('#layers [aria-pressed=true]').textContent"))
            .startsWith(name);
      }
      page.run("miniai.page.open('x'.repeat(10000))");
      page.drawn();
      assertThat(page.text("#layer h2")).hasSizeLessThan(210).contains("…");
      assertThat(page.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(900);
      assertThat(page.number("document.querySelectorAll('main img, main script').length")).isZero();
      assertThat(page.eval("document.title")).doesNotContain("taken");
      page.assertNoComplaints();
    }
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}

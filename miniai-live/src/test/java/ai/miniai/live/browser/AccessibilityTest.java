package ai.miniai.live.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page for those who hear it, steer it by keys, or see little. */
@ExtendWith(SharedChromium.class)
final class AccessibilityTest {
  private static final String RUN =
      "{ layers: 5, columns: 100, pass: 40, nan: true, samples: 2, controls: true, state: 'running' }";
  private static final String OTHER = "{ id: 'b', name: 'other', layers: 70, sick: false }";

  /** Roles that a reader can do something with. */
  private static final Set<String> CONTROLS =
      Set.of(
          "button", "combobox", "slider", "checkbox", "spinbutton", "searchbox", "textbox", "link");

  private static final String VISIBLE =
      "Array.from(document.querySelectorAll('body *')).filter((one) => one.checkVisibility())";

  private record Node(String role, String name) {}

  private static List<Node> tree(Chromium page) {
    List<Node> nodes = new ArrayList<>();
    for (Map<?, ?> node : page.accessibilityTree()) {
      if (Boolean.FALSE.equals(node.get("ignored"))) {
        nodes.add(new Node(value(node.get("role")), value(node.get("name"))));
      }
    }
    return nodes;
  }

  private static String value(Object field) {
    return field instanceof Map<?, ?> map ? String.valueOf(map.get("value")) : "";
  }

  /** Draws all that there is of all runs. */
  private static void drawAll(Chromium page) {
    page.run("miniai.page.list.forEach((one) => miniai.page.choose(one.id, true))");
    page.drawn();
    for (String part : List.of("#lines", "#layers", "#layer")) {
      page.scrollTo(part);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {RUN, RUN + ", " + OTHER})
  void everyControlHasAName(String runs, Chromium page) {
    try (MadeUpRuns shown = MadeUpRuns.show(page, runs)) {
      drawAll(page);
      List<Node> controls =
          tree(page).stream().filter(node -> CONTROLS.contains(node.role())).toList();
      assertThat(controls).extracting(Node::name).hasSizeGreaterThan(15).noneMatch(String::isBlank);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {RUN, RUN + ", " + OTHER})
  void everyPictureIsDescribedInWords(String runs, Chromium page) {
    try (MadeUpRuns shown = MadeUpRuns.show(page, runs)) {
      drawAll(page);
      assertThat(tree(page)).extracting(Node::role).doesNotContain("Canvas");
      List<?> texts =
          (List<?>)
              page.run(
                  "return "
                      + VISIBLE
                      + ".filter((one) => one.matches('canvas:not(.slice)'))"
                      + ".map((one) => one.closest('[role=group]')?.getAttribute('aria-label') ?? '')");
      assertThat(texts).hasSizeGreaterThan(6);
      assertThat(texts).allSatisfy(text -> assertThat((String) text).hasSizeGreaterThan(40));
      assertThat(page.run("return document.querySelector('#layers .heatmap').ariaLabel"))
          .asString()
          .contains("5 layers", "not finite at the end: 0.3 Linear", "smallest at the end: ");
      assertThat(page.run("return document.querySelector('#samples img')?.alt"))
          .asString()
          .contains("sample");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {RUN, RUN + ", " + OTHER})
  void headingsAreInOrder(String runs, Chromium page) {
    try (MadeUpRuns shown = MadeUpRuns.show(page, runs)) {
      drawAll(page);
      String shownHeadings = VISIBLE + ".filter((one) => one.matches('h1, h2, h3, h4, h5, h6'))";
      List<Integer> levels =
          ((List<?>) page.run("return " + shownHeadings + ".map((one) => one.tagName.slice(1))"))
              .stream().map(level -> Integer.valueOf((String) level)).toList();
      assertThat(levels).startsWith(1).containsOnlyOnce(1).contains(2, 3);
      for (int i = 1; i < levels.size(); i++) {
        assertThat(levels.get(i))
            .as("heading %s of %s", i, levels)
            .isLessThanOrEqualTo(levels.get(i - 1) + 1);
      }
      for (String landmark : List.of("main", "banner", "contentinfo")) {
        assertThat(tree(page)).filteredOn(node -> node.role().equals(landmark)).hasSize(1);
      }
    }
  }

  @Test
  void whatHasTheFocusIsSeen(Chromium page) {
    try (MadeUpRuns shown = MadeUpRuns.show(page, RUN, OTHER)) {
      drawAll(page);
      page.run("document.querySelector('.skip').focus()");
      List<String> reached = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        page.tab();
        if (page.eval("document.activeElement === document.body").equals("true")) {
          break;
        }
        String focus = "document.activeElement";
        String name = page.eval(focus + ".outerHTML.slice(0, 120)");
        reached.add(name);
        assertThat(page.eval("getComputedStyle(" + focus + ").outlineStyle"))
            .as(name)
            .isEqualTo("solid");
        assertThat(page.number("parseFloat(getComputedStyle(" + focus + ").outlineWidth)"))
            .as(name)
            .isGreaterThanOrEqualTo(2);
        assertThat(
                page.eval(
                    "(() => { const box = document.activeElement.getBoundingClientRect();"
                        + "return box.bottom > 0 && box.top < innerHeight; })()"))
            .as(name)
            .isEqualTo("true");
      }
      assertThat(reached).hasSizeBetween(20, 59).doesNotHaveDuplicates();
    }
  }

  /** WCAG 2.2, success criterion 1.4.3. */
  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void textDiffersFromWhatIsBehindIt(String theme, Chromium page) {
    page.theme(theme);
    try (MadeUpRuns shown = MadeUpRuns.show(page, RUN, OTHER)) {
      drawAll(page);
      assertContrast(page);
      page.run("miniai.page.choose('b', false)");
      page.drawn();
      assertContrast(page);
      for (String state : List.of("paused", "finished", "cancelled", "failed")) {
        page.run(
            "miniai.page.shown[0].view.run.state = arguments[0]; miniai.page.changed()", state);
        page.drawn();
        assertContrast(page);
      }
      for (String connection : List.of("lost", "back")) {
        page.run(
            "const line = document.getElementById('connection'); line.hidden = false;"
                + "line.textContent = 'Connection'; line.className = arguments[0]",
            connection);
        assertContrast(page);
      }
    }
  }

  private static void assertContrast(Chromium page) {
    String script = Chromium.script("contrast.js") + "return tooFaint(arguments[0])";
    assertThat((List<?>) page.run(script, 4.5)).isEmpty();
    assertThat((List<?>) page.run(script, 22))
        .as("texts that are looked at")
        .hasSizeGreaterThan(30);
  }

  @Test
  void findingsAreToldAndWhatChangesAllTheTimeIsNot(Chromium page) {
    try (MadeUpRuns shown = MadeUpRuns.show(page, RUN)) {
      drawAll(page);
      assertThat(page.eval("document.getElementById('diagnosis').ariaLive")).isEqualTo("polite");
      String outputs =
          "Array.from(document.querySelectorAll('output.told'), (one) => one.ariaLive)";
      assertThat(page.eval(outputs)).isEqualTo("off,off,off");
      page.run("miniai.page.clock.pin(7)");
      page.drawn();
      assertThat(page.eval(outputs)).as("the reader has moved").isEqualTo("polite,polite,polite");
    }
  }
}

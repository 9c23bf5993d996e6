package ai.miniai.live.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A browser window without a screen, with a profile of its own, which fetches nothing by itself.
 */
final class Chromium implements AutoCloseable {
  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * Would warn that they cannot speak each detail of this browser's protocol, or that their second
   * connection to it has failed, as it does once in a long while. No test needs either.
   */
  private static final List<Logger> DEVTOOLS =
      List.of(
          Logger.getLogger("org.openqa.selenium.devtools"),
          Logger.getLogger("org.openqa.selenium.chromium"));

  static {
    DEVTOOLS.forEach(logger -> logger.setLevel(Level.SEVERE));
    System.setProperty("webdriver.httpclient.readTimeout", "" + 3 * PATIENCE.toSeconds());
  }

  private final Path profile;
  private final ChromeDriver driver;

  private Chromium(Path profile) {
    this.profile = profile;
    ChromeOptions options = new ChromeOptions();
    options.setBinary(BROWSER.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--force-device-scale-factor=1",
        "--user-data-dir=" + profile);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .withSilent(true)
                .build(),
            options);
  }

  /** Starts a browser, or skips the test where none is installed. */
  static Chromium start() {
    // The tests of the page need Debian's packages chromium and chromium-driver.
    assumeThat(List.of(BROWSER, DRIVER))
        .as("chromium and chromium-driver are not installed: the page is not tested in a browser")
        .allMatch(Files::isExecutable);
    try {
      return new Chromium(Files.createTempDirectory("chromium"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Opens an address and waits until the first run has been drawn. */
  Chromium open(String address) {
    driver.get(address);
    return waitFor("document.body.dataset.ready === 'true'");
  }

  /** Leaves the page. */
  Chromium leave() {
    driver.get("about:blank");
    return this;
  }

  /** Sets the size of what is seen of the page. */
  Chromium size(int width, int height) {
    return command(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Prefers "light" or "dark", as the operating system would. */
  Chromium theme(String theme) {
    return command(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
  }

  Chromium command(String name, Map<String, Object> parameters) {
    driver.executeCdpCommand(name, parameters);
    return this;
  }

  /** The processor time of the page so far, in milliseconds. */
  double taskMilliseconds() {
    command("Performance.enable", Map.of("timeDomain", "threadTicks"));
    List<?> metrics =
        (List<?>) driver.executeCdpCommand("Performance.getMetrics", Map.of()).get("metrics");
    return metrics.stream()
        .map(metric -> (Map<?, ?>) metric)
        .filter(metric -> "TaskDuration".equals(metric.get("name")))
        .mapToDouble(metric -> 1000 * ((Number) metric.get("value")).doubleValue())
        .findFirst()
        .orElseThrow();
  }

  /** What a screen reader is told: the nodes of Chromium's accessibility tree. */
  List<Map<?, ?>> accessibilityTree() {
    List<?> nodes =
        (List<?>) driver.executeCdpCommand("Accessibility.getFullAXTree", Map.of()).get("nodes");
    return nodes.stream().<Map<?, ?>>map(node -> (Map<?, ?>) node).toList();
  }

  /** Presses the tab key. */
  Chromium tab() {
    for (String type : List.of("rawKeyDown", "keyUp")) {
      command(
          "Input.dispatchKeyEvent",
          Map.of("type", type, "key", "Tab", "code", "Tab", "windowsVirtualKeyCode", 9));
    }
    return this;
  }

  /** A script of the tests, as text. */
  static String script(String name) {
    try {
      return Resources.toString(Resources.getResource(Chromium.class, name), UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Runs JavaScript; {@code return} gives the result. */
  Object run(String script, Object... arguments) {
    return Objects.requireNonNullElse(driver.executeScript(script, arguments), "null");
  }

  /** Runs JavaScript that calls its last argument when it is done. */
  Object runAsync(String script, Object... arguments) {
    driver.manage().timeouts().scriptTimeout(PATIENCE);
    return Objects.requireNonNullElse(driver.executeAsyncScript(script, arguments), "null");
  }

  /** The value of an expression as text. */
  String eval(String expression) {
    return String.valueOf(run("return String(" + expression + ")"));
  }

  double number(String expression) {
    return ((Number) run("return Number(" + expression + ")")).doubleValue();
  }

  /** Waits until an expression is true. */
  Chromium waitFor(String condition) {
    new WebDriverWait(driver, PATIENCE, Duration.ofMillis(50))
        .withMessage(condition)
        .until(
            any -> Boolean.TRUE.equals(driver.executeScript("return Boolean(" + condition + ")")));
    return this;
  }

  /** Waits until all that has changed has been drawn. */
  Chromium drawn() {
    runAsync(
        "const done = arguments[0];"
            + "requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60)))");
    return this;
  }

  WebElement find(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  String text(String css) {
    return find(css).getText();
  }

  /** What an element tells about the place under the pointer, as soon as it tells something. */
  String told(String css) {
    return waitFor("document.querySelector('" + css + "').textContent.trim()").text(css);
  }

  Chromium click(String css) {
    scrollTo(css);
    find(css).click();
    return drawn();
  }

  /** Chooses an option of a select by its value. */
  Chromium choose(String css, String value) {
    run(
        "const select = document.querySelector(arguments[0]); select.value = arguments[1];"
            + "select.dispatchEvent(new Event('change'))",
        css,
        value);
    return drawn();
  }

  /** The colour {red, green, blue} at a place of a canvas, in pixels. */
  int[] pixel(String canvas, int x, int y) {
    scrollTo(canvas);
    List<?> rgb =
        (List<?>)
            run(
                "const [css, x, y] = arguments;"
                    + "const copy = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });"
                    + "copy.drawImage(document.querySelector(css), x, y, 1, 1, 0, 0, 1, 1);"
                    + "return Array.from(copy.getImageData(0, 0, 1, 1).data).slice(0, 3)",
                canvas,
                x,
                y);
    return rgb.stream().mapToInt(part -> ((Number) part).intValue()).toArray();
  }

  /** Shows an element, and waits until it has been drawn. */
  Chromium scrollTo(String css) {
    run("document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })", css);
    return drawn();
  }

  /**
   * Moves the pointer to a place of an element, from its upper left corner; may press and move on.
   */
  Chromium mouse(String type, String css, double x, double y) {
    List<?> corner =
        (List<?>)
            run(
                "const element = document.querySelector(arguments[0]);"
                    + "element.scrollIntoView({ block: 'center' });"
                    + "const box = element.getBoundingClientRect(); return [box.left, box.top]",
                css);
    return command(
        "Input.dispatchMouseEvent",
        Map.of(
            "type",
            type,
            "x",
            ((Number) corner.get(0)).doubleValue() + x,
            "y",
            ((Number) corner.get(1)).doubleValue() + y,
            "button",
            type.equals("mouseMoved") ? "none" : "left",
            "buttons",
            type.equals("mouseReleased") ? 0 : 1,
            "clickCount",
            1));
  }

  /** Moves the pointer there; from beside it, as a pointer that stays where it is tells nothing. */
  Chromium hover(String css, double x, double y) {
    mouse("mouseMoved", css, x + 1, y + 1);
    return mouse("mouseMoved", css, x, y).drawn();
  }

  Chromium drag(String css, double x0, double y0, double x1, double y1) {
    mouse("mousePressed", css, x0, y0);
    mouse("mouseMoved", css, (x0 + x1) / 2, (y0 + y1) / 2);
    mouse("mouseMoved", css, x1, y1);
    return mouse("mouseReleased", css, x1, y1).drawn();
  }

  /** Stores what is seen, and returns the file. */
  Path screenshot(String name) {
    drawn();
    try {
      Files.createDirectories(SCREENSHOTS);
      return Files.write(
          SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What would be printed, as PDF, on A4 paper. */
  byte[] pdf() {
    Object data =
        driver
            .executeCdpCommand(
                "Page.printToPDF",
                Map.of(
                    "printBackground",
                    false,
                    "preferCSSPageSize",
                    true,
                    "paperWidth",
                    8.27,
                    "paperHeight",
                    11.69))
            .get("data");
    return Base64.getDecoder().decode((String) data);
  }

  /** What the browser has complained about since the last call. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::toString)
        .toList();
  }

  void assertNoComplaints() {
    assertThat(complaints()).isEmpty();
  }

  @Override
  public void close() {
    driver.quit();
    try {
      MoreFiles.deleteRecursively(profile, RecursiveDeleteOption.ALLOW_INSECURE);
    } catch (IOException stillWriting) {
      profile.toFile().deleteOnExit(); // the browser may end a little later than its driver
    }
  }
}

package ai.miniai.live;

import static com.google.common.base.Preconditions.checkState;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/** The files of the page: our own, and those of uPlot, which a jar brings. */
final class PageFiles {
  /** The address of the page, among its files. */
  static final String INDEX = "/page/index.html";

  private static final String OURS = "/page/";
  private static final String UPLOT = "/page/uplot/";

  /** No folders: nothing but these files can be reached. */
  private static final Pattern NAME = Pattern.compile("[\\w-]+(\\.[\\w-]+)*\\.(html|js|css|svg)");

  private static final ImmutableMap<String, String> TYPES =
      ImmutableMap.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  private PageFiles() {}

  /** The file at an address such as "/page/main.js"; empty if there is none. */
  static Optional<byte[]> find(String path) {
    if (path.startsWith(UPLOT)) {
      return read(path.substring(UPLOT.length()), webjar() + "dist/");
    }
    return path.startsWith(OURS)
        ? read(path.substring(OURS.length()), "ai/miniai/live/page/")
        : Optional.empty();
  }

  /**
   * The text of a file that the page needs.
   *
   * @throws IllegalStateException if it is not there
   */
  static String text(String path) {
    return find(path)
        .map(bytes -> new String(bytes, UTF_8))
        .orElseThrow(() -> new IllegalStateException("the page has no file " + path));
  }

  /** The licence of uPlot, which every copy has to carry. */
  static String uplotLicense() {
    return resource(webjar() + "LICENSE")
        .map(bytes -> new String(bytes, UTF_8))
        .orElseThrow(() -> new IllegalStateException("the jar of uPlot has no licence"));
  }

  /** The type of a file, for browsers. */
  static String type(String path) {
    return TYPES.getOrDefault(
        path.substring(path.lastIndexOf('.') + 1), "application/octet-stream");
  }

  private static Optional<byte[]> read(String name, String folder) {
    return NAME.matcher(name).matches() ? resource(folder + name) : Optional.empty();
  }

  private static Optional<byte[]> resource(String path) {
    try (InputStream in = PageFiles.class.getClassLoader().getResourceAsStream(path)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path + " from the jar", e);
    }
  }

  /** Where the jar has the files of its version. */
  private static String webjar() {
    return "META-INF/resources/webjars/uplot/" + Version.NUMBER + "/";
  }

  /** Looked up once, when the page is asked for first. */
  private static final class Version {
    static final String NUMBER = read();

    private static String read() {
      String properties = "META-INF/maven/org.webjars.npm/uplot/pom.properties";
      Properties read = new Properties();
      try (InputStream in = Resources.getResource(properties).openStream()) {
        read.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + properties + " from the jar of uPlot", e);
      }
      String version = read.getProperty("version");
      checkState(version != null, "the jar of uPlot does not tell its version");
      return version;
    }
  }
}

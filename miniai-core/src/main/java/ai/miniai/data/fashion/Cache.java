package ai.miniai.data.fashion;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The user's folder for files that can be downloaded again. */
final class Cache {
  private Cache() {}

  /** The cache directory of this user; it may not exist yet. */
  static Path directory() {
    return directory(
        System.getProperty("os.name"), System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /**
   * The cache directory according to the conventions of an operating system.
   *
   * <p>Source: the XDG Base Directory Specification, by which a relative path is ignored.
   */
  static Path directory(String system, Map<String, String> environment, Path home) {
    if (system.startsWith("Windows")) {
      return absolute(environment, "LOCALAPPDATA")
          .orElse(home.resolve("AppData").resolve("Local"))
          .resolve("miniai");
    }
    if (system.startsWith("Mac")) {
      return home.resolve("Library").resolve("Caches").resolve("miniai");
    }
    return absolute(environment, "XDG_CACHE_HOME").orElse(home.resolve(".cache")).resolve("miniai");
  }

  private static Optional<Path> absolute(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable)).map(Path::of).filter(Path::isAbsolute);
  }
}

package ai.miniai.data.fashion;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where files that can be fetched again are kept for this user. */
final class Cache {
  private Cache() {}

  /** The directory of this user on this machine; it may not exist yet. */
  static Path directory() {
    return directory(
        System.getProperty("os.name"), System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /**
   * The directory that the customs of an operating system ask for.
   *
   * <p>Source: the XDG Base Directory Specification, by which a relative path does not count.
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

package ai.miniai.data.fashion;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheTest {
  private final Path home = Path.of("home").toAbsolutePath();

  @Test
  void liesInTheCacheOfTheUserOnLinux() {
    assertThat(Cache.directory("Linux", Map.of(), home))
        .isEqualTo(home.resolve(".cache").resolve("miniai"));
  }

  @Test
  void followsTheXdgVariable() {
    // GIVEN
    Path elsewhere = Path.of("elsewhere").toAbsolutePath();
    // WHEN, THEN
    assertThat(Cache.directory("Linux", Map.of("XDG_CACHE_HOME", elsewhere.toString()), home))
        .isEqualTo(elsewhere.resolve("miniai"));
  }

  @Test
  void ignoresAnXdgVariableThatIsEmptyOrRelative() {
    assertThat(Cache.directory("Linux", Map.of("XDG_CACHE_HOME", ""), home))
        .isEqualTo(Cache.directory("Linux", Map.of("XDG_CACHE_HOME", "cache"), home))
        .isEqualTo(home.resolve(".cache").resolve("miniai"));
  }

  @Test
  void liesInTheLibraryOnAMac() {
    assertThat(Cache.directory("Mac OS X", Map.of(), home))
        .isEqualTo(home.resolve("Library").resolve("Caches").resolve("miniai"));
  }

  @Test
  void liesInTheLocalApplicationDataOnWindows() {
    // GIVEN
    Path local = Path.of("local").toAbsolutePath();
    // WHEN, THEN
    assertThat(Cache.directory("Windows 11", Map.of("LOCALAPPDATA", local.toString()), home))
        .isEqualTo(local.resolve("miniai"));
  }
}

package ai.miniai.data.fashion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lets a small shell script play the part of apt-get. Windows cannot run it, and has no apt-get
 * either, so that nothing goes untested there that could be used.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no shell to play the part of apt-get")
class AptSourceTest {
  private static final byte[] IMAGES = IdxBytes.random(1, 1000);

  @TempDir Path directory;
  private Path cache;
  private Path deb;

  @BeforeEach
  void name() {
    cache = directory.resolve("cache");
    deb = directory.resolve("made.deb");
  }

  @Test
  void takesTheFilesOutOfThePackage() throws IOException {
    // GIVEN
    Deb.write(deb, "data.tar.xz", Map.of("./usr/share/images.gz", IdxBytes.gzip(IMAGES)));
    Path aptGet =
        script("[ \"$*\" = '-q download data' ] || exit 9\ncp '" + deb + "' data_1_all.deb");
    // WHEN
    Path found = source(Optional.of(aptGet)).directory();
    // THEN
    assertThat(found).isEqualTo(cache);
    assertThat(left()).containsExactlyInAnyOrder(".lock", "images.gz");
    assertThat(cache.resolve("images.gz")).hasBinaryContent(IdxBytes.gzip(IMAGES));
  }

  @Test
  void tellsHowToGetPackageListsThatAreMissing() throws IOException {
    // GIVEN
    Path aptGet =
        script(
            """
            echo 'Reading package lists...'
            echo 'E: Unable to locate package data' >&2
            exit 100\
            """);
    // WHEN, THEN
    assertThatThrownBy(() -> source(Optional.of(aptGet)).directory())
        .isInstanceOf(IOException.class)
        .hasMessage(
            "exit status 100, saying: Unable to locate package data (if the package lists are"
                + " missing or old, this brings them: sudo apt-get update)");
    assertThat(left()).containsExactly(".lock");
  }

  @Test
  void refusesAPackageWithAnotherFile() throws IOException {
    // GIVEN
    byte[] other = IdxBytes.gzip(IdxBytes.random(2, 1000));
    Deb.write(deb, "data.tar.xz", Map.of("./images.gz", other));
    Path aptGet = script("cp '" + deb + "' data_1_all.deb");
    // WHEN, THEN
    assertThatThrownBy(() -> source(Optional.of(aptGet)).directory())
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("images.gz: expected images with the SHA-256");
    assertThat(left()).containsExactly(".lock");
  }

  @Test
  void noticesThatNoPackageCame() throws IOException {
    // GIVEN
    Path aptGet = script("exit 0");
    // WHEN, THEN
    assertThatThrownBy(() -> source(Optional.of(aptGet)).directory())
        .hasMessage("apt-get brought no file that ends in .deb");
  }

  @Test
  void leavesAloneWhatAnotherProcessHasBrought() throws IOException {
    // GIVEN
    Files.createDirectories(cache);
    Files.write(cache.resolve("images"), IMAGES);
    Path aptGet = script("exit 9");
    // WHEN, THEN
    assertThat(source(Optional.of(aptGet)).directory()).isEqualTo(cache);
  }

  @Test
  void doesNothingOnAMachineWithoutIt() {
    // WHEN, THEN
    assertThatThrownBy(() -> source(Optional.empty()).directory())
        .hasMessage("this machine has no apt-get");
    assertThat(cache).doesNotExist();
  }

  @Test
  void looksForTheProgramWhereTheShellWould() throws IOException {
    // GIVEN
    Path aptGet = script("exit 0");
    // WHEN, THEN
    assertThat(AptSource.command("/nowhere" + File.pathSeparator + directory)).contains(aptGet);
    assertThat(AptSource.command("/nowhere")).isEmpty();
  }

  private AptSource source(Optional<Path> command) {
    ImmutableList<DataFile> files = ImmutableList.of(IdxBytes.described("images", IMAGES));
    return new AptSource(command, "data", files, cache);
  }

  private Path script(String body) throws IOException {
    Path script = Files.writeString(directory.resolve("apt-get"), "#!/bin/sh\n" + body + "\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private List<String> left() throws IOException {
    try (Stream<Path> left = Files.list(cache)) {
      return left.map(path -> path.getFileName().toString()).toList();
    }
  }
}

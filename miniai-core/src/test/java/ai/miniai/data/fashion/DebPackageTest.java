package ai.miniai.data.fashion;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DebPackageTest {
  private static final long MOST = 1 << 20;

  @TempDir Path directory;
  private Path deb;
  private Path into;

  @BeforeEach
  void makeDirectory() throws IOException {
    deb = directory.resolve("some.deb");
    into = Files.createDirectory(directory.resolve("into"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"data.tar", "data.tar.gz", "data.tar.xz"})
  void unpacksTheFilesThatAreAskedFor(String member) throws IOException {
    // GIVEN
    Map<String, byte[]> files =
        Map.of(
            "./usr/share/a.gz", "first".getBytes(UTF_8),
            "./usr/share/b.gz", "second".getBytes(UTF_8),
            "./usr/share/doc", "other".getBytes(UTF_8));
    Deb.write(deb, member, files);
    // WHEN
    new DebPackage(deb).unpack(Set.of("a.gz", "b.gz"), into, MOST);
    // THEN
    assertThat(into.resolve("a.gz")).hasContent("first");
    assertThat(into.resolve("b.gz")).hasContent("second");
    assertThat(into).isDirectoryNotContaining("glob:**doc");
  }

  @Test
  void writesNowhereElse() throws IOException {
    // GIVEN a package that wants to write beside the directory
    Deb.write(deb, "data.tar", Map.of("../a.gz", new byte[1]));
    // WHEN
    new DebPackage(deb).unpack(Set.of("a.gz"), into, MOST);
    // THEN
    assertThat(into.resolve("a.gz")).exists();
    assertThat(directory.resolve("a.gz")).doesNotExist();
  }

  @Test
  void namesTheFilesThatAPackageLacks() throws IOException {
    // GIVEN
    Deb.write(deb, "data.tar.xz", Map.of("./a.gz", new byte[1]));
    // WHEN, THEN
    assertThatThrownBy(() -> new DebPackage(deb).unpack(Set.of("a.gz", "b.gz", "c.gz"), into, MOST))
        .isInstanceOf(DamagedFileException.class)
        .hasMessage("%s: expected a package that holds b.gz, c.gz, found it without them", deb);
  }

  @Test
  void namesAPackingThatItDoesNotKnow() throws IOException {
    // GIVEN
    Deb.write(deb, "data.tar.zst", Map.of());
    // WHEN, THEN
    assertThatThrownBy(() -> new DebPackage(deb).unpack(Set.of("a.gz"), into, MOST))
        .isInstanceOf(DamagedFileException.class)
        .hasMessage("%s: expected data.tar, data.tar.gz or data.tar.xz, found data.tar.zst", deb);
  }

  @Test
  void refusesAFileOfAnotherKind() throws IOException {
    // GIVEN
    Files.writeString(deb, "not an archive at all");
    // WHEN, THEN
    assertThatThrownBy(() -> new DebPackage(deb).unpack(Set.of("a.gz"), into, MOST))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot unpack " + deb + ": ");
  }

  @Test
  void refusesAPackageThatIsCutShort() throws IOException {
    // GIVEN
    Deb.write(deb, "data.tar.xz", Map.of("./a.gz", IdxBytes.random(1, 10_000)));
    byte[] whole = Files.readAllBytes(deb);
    Files.write(deb, Arrays.copyOf(whole, whole.length / 2));
    // WHEN, THEN
    assertThatThrownBy(() -> new DebPackage(deb).unpack(Set.of("a.gz"), into, MOST))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot unpack " + deb + ": ");
  }

  @Test
  void refusesAFileThatIsTooLongAndLeavesNothingOfIt() throws IOException {
    // GIVEN
    Deb.write(deb, "data.tar.xz", Map.of("./a.gz", new byte[2_000_000]));
    // WHEN, THEN
    assertThatThrownBy(() -> new DebPackage(deb).unpack(Set.of("a.gz"), into, MOST))
        .isInstanceOf(DamagedFileException.class)
        .hasMessage("%s: expected at most 1048576 bytes for a.gz, found more", deb);
    assertThat(into).isEmptyDirectory();
  }
}

package ai.miniai.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFileTest {
  private static final String LEFTOVER = ".f.0123456789abcdef0123456789abcdef.tmp";

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("f");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aReaderSeesWholeFilesWhileTwoProcessesWrite() throws Exception {
    // GIVEN two processes that write one file, each with its own byte
    Files.write(file(), new byte[WritingProcess.LENGTH]);
    try (ChildProcess a = ChildProcess.start(WritingProcess.class, "" + file(), "a");
        ChildProcess b = ChildProcess.start(WritingProcess.class, "" + file(), "b")) {
      a.awaitLine("writing");
      b.awaitLine("writing");
      // WHEN
      boolean[] seen = new boolean[128];
      Instant end = Instant.now().plusSeconds(60);
      for (int reads = 0; reads < 400 || !(seen['a'] && seen['b']); reads++) {
        assertThat(Instant.now()).isBefore(end);
        byte[] bytes = Files.readAllBytes(file());
        // THEN
        byte[] whole = new byte[WritingProcess.LENGTH];
        Arrays.fill(whole, bytes.length == 0 ? 0 : bytes[0]);
        assertThat(Arrays.equals(bytes, whole)).as("read %s is whole", reads).isTrue();
        seen[bytes[0]] = true;
      }
    }
  }

  @Test
  void manyThreadsMayWriteOneFile() throws Exception {
    // GIVEN
    ExecutorService pool = Executors.newFixedThreadPool(4);
    List<Future<?>> writes = new ArrayList<>();
    // WHEN
    for (int i = 0; i < 100; i++) {
      byte[] bytes = ("" + i % 10).repeat(1000).getBytes(UTF_8);
      writes.add(
          pool.submit(
              () -> {
                AtomicFile.write(file(), bytes);
                return null;
              }));
    }
    for (Future<?> write : writes) {
      write.get();
    }
    pool.shutdown();
    // THEN
    assertThat(Files.readString(file())).matches("([0-9])\\1{999}");
    assertThat(names()).containsExactly("f");
  }

  @Test
  void whatAKilledProcessLeftIsDeleted() throws IOException {
    // GIVEN
    Path left = Files.writeString(folder.resolve(LEFTOVER), "half");
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(60)));
    Files.writeString(folder.resolve(".f.mine.tmp"), "a user's");
    // WHEN
    AtomicFile.write(file(), (byte) 1);
    // THEN
    assertThat(names()).containsExactly(".f.mine.tmp", "f");
  }

  @Test
  void whatAnotherProcessIsWritingStays() throws Exception {
    // GIVEN
    Path written = Files.writeString(folder.resolve(LEFTOVER), "half");
    try (ChildProcess other = ChildProcess.start(LockingProcess.class, "" + written)) {
      other.awaitLine("locked");
      Files.setLastModifiedTime(written, FileTime.from(Instant.now().minusSeconds(60)));
      // WHEN
      AtomicFile.write(file(), (byte) 1);
      // THEN
      assertThat(names()).containsExactly(LEFTOVER, "f");
    }
    // WHEN that process has been killed
    AtomicFile.write(file(), (byte) 2);
    // THEN
    assertThat(names()).containsExactly("f");
  }

  @Test
  void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
    // GIVEN
    Files.writeString(file(), "old");
    // WHEN, THEN
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file(),
                    channel -> {
                      throw new IOException("broken");
                    }))
        .hasMessage("broken");
    assertThat(names()).containsExactly("f");
    assertThat(file()).hasContent("old");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSymbolicLinkStays(boolean targetIsThere) throws IOException {
    // GIVEN
    Path target = Files.createDirectory(folder.resolve("elsewhere")).resolve("target");
    if (targetIsThere) {
      Files.writeString(target, "old");
    }
    Files.createSymbolicLink(file(), Path.of("elsewhere", "target"));
    // WHEN
    AtomicFile.write(file(), "new".getBytes(UTF_8));
    // THEN
    assertThat(file()).isSymbolicLink();
    assertThat(target).hasContent("new");
  }

  @Test
  void permissionsStay() throws IOException {
    assumeThat(file().getFileSystem().supportedFileAttributeViews()).contains("posix");
    // GIVEN
    Files.writeString(file(), "old");
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
    // WHEN
    AtomicFile.write(file(), (byte) 1);
    // THEN
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void aFolderIsNotReplaced() {
    assertThatThrownBy(() -> AtomicFile.write(folder, (byte) 1))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + ": it is a folder, not a file");
  }

  @Test
  void aDeviceIsWrittenToAndStays() throws IOException {
    Path full = Path.of("/dev/full");
    assumeThat(full).exists();
    assertThatThrownBy(() -> AtomicFile.write(full, (byte) 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left on device");
    AtomicFile.write(Path.of("/dev/null"), (byte) 1);
    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
  }
}

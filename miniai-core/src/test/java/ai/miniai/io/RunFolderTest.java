package ai.miniai.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  @TempDir Path parent;

  private Path folder() {
    return parent.resolve("a").resolve("run");
  }

  @Test
  void itIsMadeAndLeftWithAnEmptyLockFile() throws IOException {
    // WHEN
    RunFolder.open(folder()).close();
    // THEN
    assertThat(folder().toFile().list()).containsExactly(RunFolder.LOCK);
    assertThat(folder().resolve(RunFolder.LOCK)).isEmptyFile();
  }

  @Test
  void anotherProcessIsNamed() throws Exception {
    try (ChildProcess other = ChildProcess.start(LockingProcess.class, "" + folder())) {
      other.awaitLine("locked");
      // WHEN, THEN
      assertThatThrownBy(() -> RunFolder.open(folder()))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(
              "the folder " + folder() + " is in use by process " + other.pid() + " on ")
          .hasMessageEndingWith(": wait for its end or stop it, or choose another folder");
    }
  }

  @Test
  void aKilledProcessBlocksNobody() throws Exception {
    // GIVEN
    try (ChildProcess other = ChildProcess.start(LockingProcess.class, "" + folder())) {
      other.awaitLine("locked");
    }
    assertThat(folder().resolve(RunFolder.LOCK)).isNotEmptyFile();
    // WHEN, THEN
    assertThatCode(() -> RunFolder.open(folder()).close()).doesNotThrowAnyException();
  }

  @Test
  void anotherThreadIsKeptOut() throws IOException, InterruptedException {
    try (RunFolder run = RunFolder.open(folder())) {
      // WHEN
      FutureTask<RunFolder> other = new FutureTask<>(() -> RunFolder.open(folder()));
      new Thread(other).start();
      // THEN
      assertThatThrownBy(other::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .hasMessageContaining(
              "is in use by a run on the thread \""
                  + Thread.currentThread().getName()
                  + "\" of this program");
    }
  }

  @Test
  void theSameThreadMayOpenItAgain() throws Exception {
    RunFolder outer = RunFolder.open(folder());
    RunFolder inner = RunFolder.open(folder());
    // WHEN
    inner.close();
    inner.close();
    // THEN it is still held
    FutureTask<RunFolder> other = new FutureTask<>(() -> RunFolder.open(folder()));
    new Thread(other).start();
    assertThatThrownBy(other::get).hasMessageContaining("is in use by");
    // WHEN
    outer.close();
    // THEN
    FutureTask<RunFolder> later = new FutureTask<>(() -> RunFolder.open(folder()));
    new Thread(later).start();
    later.get().close();
  }

  @Test
  void aFileInItsPlaceIsAnError() throws IOException {
    Files.createDirectories(folder().getParent());
    Files.writeString(folder(), "");
    assertThatThrownBy(() -> RunFolder.open(folder()))
        .hasMessage("cannot make the folder " + folder() + ": it is a file; choose another one");
  }

  @Test
  void aFolderThatCannotBeMadeIsAnError() {
    Path proc = Path.of("/proc/nope");
    assumeThat(Path.of("/proc/self")).exists();
    assertThatThrownBy(() -> RunFolder.open(proc))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot make the folder /proc/nope: there is no such file or folder; choose another"
                + " one");
  }

  @Test
  void aFolderThatCannotBeWrittenIntoIsAnError() {
    Path proc = Path.of("/proc");
    assumeThat(Path.of("/proc/self")).exists();
    assertThatThrownBy(() -> RunFolder.open(proc))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot write into the folder /proc: ")
        .hasMessageEndingWith("; choose another one");
  }

  @Test
  void anInterruptIsKeptForTheRun() throws IOException {
    Thread.currentThread().interrupt();
    RunFolder.open(folder()).close();
    assertThat(Thread.interrupted()).isTrue();
  }
}

package ai.miniai.io;

import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;

/** Holds the lock of a file, or opens a run's folder, until it is killed. */
final class LockingProcess {
  private LockingProcess() {}

  public static void main(String... arguments) throws IOException, InterruptedException {
    Path path = Path.of(arguments[0]);
    if (Files.isRegularFile(path)) {
      try (FileChannel channel = FileChannel.open(path, WRITE);
          FileLock lock = channel.lock()) {
        holdUntilKilled();
      }
    } else {
      try (RunFolder run = RunFolder.open(path)) {
        holdUntilKilled();
      }
    }
  }

  private static void holdUntilKilled() throws InterruptedException {
    System.out.println("locked");
    // holds the lock until the test kills this process
    Thread.sleep(Long.MAX_VALUE);
  }
}

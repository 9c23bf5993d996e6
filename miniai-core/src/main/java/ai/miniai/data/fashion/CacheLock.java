package ai.miniai.data.fashion;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Allows only one thread of one process at a time to write to a cache directory.
 *
 * <p>The operating system releases the lock when a process ends, so a killed process does not block
 * anyone. The empty lock file is kept: deleting it would allow two processes to lock two files of
 * the same name.
 */
final class CacheLock implements AutoCloseable {
  /** A file lock keeps out other processes only, not other threads. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final FileChannel channel;

  private CacheLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Creates the directory if necessary, and waits until nobody else writes to it. */
  static CacheLock on(Path directory) throws IOException {
    Files.createDirectories(directory);
    THREADS.lock();
    try {
      FileChannel channel =
          FileChannel.open(
              directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        channel.lock();
        return new CacheLock(channel);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      THREADS.unlock();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close(); // also releases the lock
    } finally {
      THREADS.unlock();
    }
  }
}

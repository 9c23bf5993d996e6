package ai.miniai.io;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file with a unique name next to another file. It is locked while it is being written. A
 * temporary file whose process was killed is deleted when the next one is created: nobody holds its
 * lock.
 */
final class TemporaryFile implements AutoCloseable {
  private static final String SUFFIX = ".tmp";

  /** A younger file may belong to a process that is just about to lock it. */
  private static final Duration YOUNG = Duration.ofSeconds(10);

  /**
   * The files of this process: locks keep out other processes only, and closing a file releases all
   * locks on it.
   */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;

  private TemporaryFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Creates a new, empty file in the folder of {@code place}. */
  static TemporaryFile beside(Path place) throws IOException {
    deleteLeftovers(place);
    String id = UUID.randomUUID().toString().replace("-", "");
    Path path = place.resolveSibling(prefix(place) + id + SUFFIX);
    OURS.add(key(path));
    TemporaryFile file = null;
    try {
      file = new TemporaryFile(path, FileChannel.open(path, CREATE_NEW, WRITE));
      tryLock(file.channel);
      return file;
    } catch (IOException | RuntimeException failure) {
      if (file == null) {
        OURS.remove(key(path));
      } else {
        file.close();
      }
      throw failure;
    }
  }

  Path path() {
    return path;
  }

  FileChannel channel() {
    return channel;
  }

  /** Flushes the bytes to disk, and closes the file. */
  void finish() throws IOException {
    channel.force(true);
    channel.close();
  }

  /** Deletes the file, unless it has been renamed to its final name. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      try {
        Files.deleteIfExists(path);
      } finally {
        OURS.remove(key(path));
      }
    }
  }

  private static String prefix(Path place) {
    return "." + place.getFileName() + ".";
  }

  private static Path key(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static void deleteLeftovers(Path place) {
    Pattern name = Pattern.compile(Pattern.quote(prefix(place)) + "[0-9a-f]{32}\\" + SUFFIX);
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(
            place.resolveSibling("").toAbsolutePath(),
            file -> name.matcher(file.getFileName().toString()).matches())) {
      for (Path file : found) {
        deleteIfLeftOver(file);
      }
    } catch (IOException | DirectoryIteratorException notReadable) {
      // Leftover files only take space. If the folder cannot be used, writing will report that.
    }
  }

  private static void deleteIfLeftOver(Path file) throws IOException {
    if (OURS.contains(key(file))
        || Files.getLastModifiedTime(file).toInstant().isAfter(Instant.now().minus(YOUNG))) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
      if (tryLock(channel) == null) {
        return;
      }
    }
    Files.deleteIfExists(file);
  }

  /** Null if another process has the lock, or the file system has no locks. */
  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (ClosedByInterruptException interrupted) {
      throw interrupted;
    } catch (IOException | OverlappingFileLockException none) {
      return null;
    }
  }
}

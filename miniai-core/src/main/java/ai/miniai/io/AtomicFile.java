package ai.miniai.io;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import org.apiguardian.api.API;

/**
 * Writes files atomically: to a temporary file in the same folder, flushed to disk and then
 * renamed. Whenever the program or the machine stops, either the old or the new file is there. Any
 * number of threads and processes may write the same file: the last one wins, and a reader always
 * sees a complete file.
 *
 * <p>A symbolic link is kept, and its target is replaced. The new file gets the permissions of the
 * old one. A target that is neither a file nor a folder, such as {@code /dev/stdout}, is written to
 * directly.
 */
@API(status = API.Status.INTERNAL)
public final class AtomicFile {
  /** Writes the contents of the file. */
  @FunctionalInterface
  public interface Body {
    void writeTo(FileChannel channel) throws IOException;
  }

  private AtomicFile() {}

  /** Writes these bytes, see {@link #write(Path, Body)}. */
  public static void write(Path target, byte... bytes) throws IOException {
    write(target, channel -> writeFully(channel, ByteBuffer.wrap(bytes)));
  }

  /**
   * Writes a file. If this fails, {@code target} is unchanged. An interrupt, which would close the
   * file, is deferred until afterwards: even if a training run is being stopped, its last
   * checkpoint should be written.
   *
   * @param body may be called more than once
   */
  public static void write(Path target, Body body) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          writeOnce(target, body);
          return;
        } catch (ClosedByInterruptException again) {
          interrupted |= Thread.interrupted(); // also clears the flag
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static void writeOnce(Path target, Body body) throws IOException {
    if (Files.isDirectory(target)) {
      throw new FileAlreadyExistsException(target.toString(), null, "it is a folder, not a file");
    }
    Path place = Files.isSymbolicLink(target) ? pointedTo(target) : target;
    if (Files.exists(place) && !Files.isRegularFile(place)) {
      try (FileChannel channel = FileChannel.open(place, WRITE)) {
        body.writeTo(channel); // a rename would replace the device by a file
      }
      return;
    }
    replace(place, body);
    sync(place);
  }

  private static Path pointedTo(Path link) throws IOException {
    return Files.exists(link)
        ? link.toRealPath()
        : link.resolveSibling(Files.readSymbolicLink(link));
  }

  private static void replace(Path place, Body body) throws IOException {
    try (TemporaryFile fresh = TemporaryFile.beside(place)) {
      body.writeTo(fresh.channel());
      keepPermissions(place, fresh.path());
      fresh.finish();
      Files.move(fresh.path(), place, ATOMIC_MOVE, REPLACE_EXISTING);
    }
  }

  /**
   * A file that only its owner may read keeps these permissions. Some systems have no such
   * permissions.
   */
  private static void keepPermissions(Path from, Path to) {
    PosixFileAttributeView old = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    PosixFileAttributeView fresh = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (old != null && fresh != null && Files.exists(from)) {
      try {
        fresh.setPermissions(old.readAttributes().permissions());
      } catch (IOException notOurs) {
        // The file is new, so it keeps the default permissions.
      }
    }
  }

  /** Makes the rename durable if the system can open a directory for this; Windows cannot. */
  private static void sync(Path file) {
    Path directory = file.resolveSibling("").toAbsolutePath();
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    } catch (IOException notHere) {
      // The file is complete in any case; only which of the two versions survives a power failure
      // is open.
    }
  }
}

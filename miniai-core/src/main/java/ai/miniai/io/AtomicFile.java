package ai.miniai.io;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a file whole or not at all: beside its place, onto the disk, then into its place by a
 * rename. Whenever the program or the machine stops, the old file or the new one is there.
 */
public final class AtomicFile {
  /** Writes what the file is to hold. */
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
   * If this fails, {@code target} is what it was before. An interrupt, which would close the file,
   * is kept for later: whoever stops a training wants its last checkpoint.
   *
   * @param body may run more than once
   */
  public static void write(Path target, Body body) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          writeOnce(target, body);
          return;
        } catch (ClosedByInterruptException again) {
          interrupted |= Thread.interrupted(); // which clears it
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
    // Always the same name: what a killed program leaves behind, the next one overwrites.
    Path fresh = target.resolveSibling(target.getFileName() + ".tmp");
    try {
      try (FileChannel channel = FileChannel.open(fresh, CREATE, TRUNCATE_EXISTING, WRITE)) {
        body.writeTo(channel);
        channel.force(true);
      }
      Files.move(fresh, target, ATOMIC_MOVE, REPLACE_EXISTING);
    } catch (IOException | RuntimeException | Error failure) {
      try {
        Files.deleteIfExists(fresh);
      } catch (IOException leftBehind) {
        failure.addSuppressed(leftBehind);
      }
      throw failure;
    }
    sync(target);
  }

  /** Makes the rename last, where the system can open a directory for it; Windows cannot. */
  private static void sync(Path file) {
    Path directory = file.resolveSibling("").toAbsolutePath();
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    } catch (IOException notHere) {
      // The file is whole in any case; only which of the two is there after a power cut is open.
    }
  }
}

package ai.miniai.data.fashion;

import com.google.common.hash.HashCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * One IDX file of a data set. It is valid if its size and checksum are right.
 *
 * <p>Both are those of the uncompressed bytes: Debian has compressed the same data differently, and
 * a file that was decompressed by hand is valid too.
 *
 * @param name the name of the uncompressed file
 * @param size its uncompressed size in bytes
 * @param sha256 its SHA-256 in hexadecimal
 */
record DataFile(String name, long size, String sha256) {
  /** Compression makes incompressible data slightly larger. */
  private static final long SLACK = 1 << 16;

  /** A file with more bytes than this, compressed or not, cannot be valid. */
  long most() {
    return size + SLACK;
  }

  /** The name of the compressed file, as it is published. */
  String packedName() {
    return name + ".gz";
  }

  /** The file in a directory, compressed or not, if it exists. */
  Optional<Path> in(Path directory) {
    Path packed = directory.resolve(packedName());
    Path unpacked = directory.resolve(name);
    if (Files.exists(packed)) {
      return Optional.of(packed);
    }
    return Files.exists(unpacked) ? Optional.of(unpacked) : Optional.empty();
  }

  /** Reads the file from a directory that contains it, and checks every byte. */
  Idx readFrom(Path directory) throws IOException {
    return read(in(directory).orElse(directory.resolve(packedName())));
  }

  private Idx read(Path file) throws IOException {
    MessageDigest digest = newDigest();
    Idx idx;
    try (InputStream in = new DigestInputStream(IdxReader.open(file), digest)) {
      idx = IdxReader.parse(in, file, size);
    }
    String found = HashCode.fromBytes(digest.digest()).toString();
    if (!found.equals(sha256)) {
      throw new DamagedFileException(
          file.toString(), name + " with the SHA-256 " + sha256 + " (unpacked)", found);
    }
    return idx;
  }

  /** Checks a new file, then moves it atomically to its name in the directory. */
  void install(Path fresh, Path directory) throws IOException {
    read(fresh);
    Files.move(fresh, directory.resolve(packedName()), StandardCopyOption.ATOMIC_MOVE);
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}

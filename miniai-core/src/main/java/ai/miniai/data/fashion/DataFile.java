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
 * One IDX file of a data set, which is right if its size and check sum are.
 *
 * <p>Both are those of the unpacked bytes: Debian has packed the same data anew, and a file that
 * was unpacked by hand is as good.
 *
 * @param name the name of the unpacked file
 * @param size its size in bytes; packed, it is smaller
 * @param sha256 its SHA-256 in hexadecimal
 */
record DataFile(String name, long size, String sha256) {
  /** What does not compress grows a little when packed. */
  private static final long SLACK = 1 << 16;

  /** More bytes than this, packed or not, cannot be the right file. */
  long most() {
    return size + SLACK;
  }

  /** The name that the file has in public places. */
  String packedName() {
    return name + ".gz";
  }

  /** The file in a directory, packed or not, if it is there. */
  Optional<Path> in(Path directory) {
    Path packed = directory.resolve(packedName());
    Path unpacked = directory.resolve(name);
    if (Files.exists(packed)) {
      return Optional.of(packed);
    }
    return Files.exists(unpacked) ? Optional.of(unpacked) : Optional.empty();
  }

  /** Reads the file from a directory that has it, and checks every byte of it. */
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

  /** Checks a new file, then gives it its name in the directory, at one stroke. */
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

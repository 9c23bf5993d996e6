package ai.miniai.data.fashion;

import com.google.common.io.ByteStreams;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * A Debian package: an {@code ar} archive whose {@code data.tar} contains the files.
 *
 * <p>Source: the manual page deb(5).
 */
record DebPackage(Path file) {
  /** Twice the memory that data packed with {@code xz -9} need for unpacking. */
  private static final int XZ_MEMORY_KIB = 130 << 10;

  /**
   * Unpacks selected files.
   *
   * @param names their names without directories; other files in the package are ignored
   * @param into the target directory; the directories of the package are not recreated
   * @param most no valid file has more bytes than this
   * @throws DamagedFileException if this is not such a package, or one of the files is missing in
   *     it
   * @throws IOException if it cannot be read, or the files cannot be written
   */
  void unpack(Set<String> names, Path into, long most) throws IOException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        ArArchiveInputStream outer = new ArArchiveInputStream(raw)) {
      for (ArchiveEntry part = outer.getNextEntry(); part != null; part = outer.getNextEntry()) {
        if (part.getName().startsWith("data.tar")) {
          unpackWhole(tar(outer, part.getName()), names, into, most);
          return;
        }
      }
    } catch (DamagedFileException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("cannot unpack " + file + ": " + e.getMessage(), e);
    } catch (RuntimeException e) { // the library also throws these if a file is damaged
      throw new IOException("cannot unpack " + file + ": it is damaged: " + e, e);
    }
    throw damaged("a Debian package with a data.tar", "none");
  }

  private TarArchiveInputStream tar(InputStream packed, String name) throws IOException {
    InputStream unpacked =
        switch (name) {
          case "data.tar.xz" ->
              XZCompressorInputStream.builder()
                  .setInputStream(packed)
                  .setMemoryLimitKiB(XZ_MEMORY_KIB)
                  .get();
          case "data.tar.gz" -> new GzipCompressorInputStream(packed);
          case "data.tar" -> packed;
          default -> throw damaged("data.tar, data.tar.gz or data.tar.xz", name);
        };
    return new TarArchiveInputStream(unpacked);
  }

  /** Unpacks all of the files or none. */
  private void unpackWhole(TarArchiveInputStream tar, Set<String> names, Path into, long most)
      throws IOException {
    boolean whole = false;
    try {
      unpackData(tar, names, into, most);
      whole = true;
    } finally {
      for (String name : whole ? Set.<String>of() : names) {
        Files.deleteIfExists(into.resolve(name));
      }
    }
  }

  private void unpackData(TarArchiveInputStream tar, Set<String> names, Path into, long most)
      throws IOException {
    Set<String> missing = new TreeSet<>(names);
    for (ArchiveEntry entry = tar.getNextEntry();
        entry != null && !missing.isEmpty();
        entry = tar.getNextEntry()) {
      String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
      if (!entry.isDirectory() && missing.remove(name)) {
        copy(tar, into.resolve(name), most);
      }
    }
    if (!missing.isEmpty()) {
      throw damaged("a package that holds " + String.join(", ", missing), "it without them");
    }
  }

  private void copy(InputStream entry, Path target, long most) throws IOException {
    if (Files.copy(ByteStreams.limit(entry, most + 1), target) > most) {
      throw damaged("at most " + most + " bytes for " + target.getFileName(), "more");
    }
  }

  private DamagedFileException damaged(String expected, String found) {
    return new DamagedFileException(file.toString(), expected, found);
  }
}

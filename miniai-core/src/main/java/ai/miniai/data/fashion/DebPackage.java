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
 * A package of Debian: an {@code ar} archive, in which {@code data.tar} holds the files.
 *
 * <p>Source: the manual page deb(5).
 */
record DebPackage(Path file) {
  /** What {@code xz -9} needs to unpack, twice. */
  private static final int XZ_MEMORY_KIB = 130 << 10;

  /**
   * Unpacks single files.
   *
   * @param names their names without directories; what else the package holds is left alone
   * @param into where to put them, without the directories they have in the package
   * @param most no right file has more bytes
   * @throws DamagedFileException if this is no such package, or lacks one of the files
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
    } catch (RuntimeException e) { // the library throws these too if a file is damaged
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

  /** All of the files or none. */
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

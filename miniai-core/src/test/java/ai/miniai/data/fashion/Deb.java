package ai.miniai.data.fashion;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;

/** Makes small Debian packages for tests. */
final class Deb {
  private Deb() {}

  /** A package whose data are packed as the name of the member says, such as data.tar.xz. */
  static void write(Path deb, String member, Map<String, byte[]> files) throws IOException {
    try (ArArchiveOutputStream ar = new ArArchiveOutputStream(Files.newOutputStream(deb))) {
      put(ar, "debian-binary", new byte[] {'2', '.', '0', '\n'});
      put(ar, "control.tar.xz", new byte[] {1, 2, 3});
      put(ar, member, tar(member, files));
    }
  }

  private static void put(ArArchiveOutputStream ar, String name, byte[] bytes) throws IOException {
    ar.putArchiveEntry(new ArArchiveEntry(name, bytes.length));
    ar.write(bytes);
    ar.closeArchiveEntry();
  }

  private static byte[] tar(String member, Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(packed(member, bytes))) {
      tar.putArchiveEntry(new TarArchiveEntry("./usr/share/"));
      tar.closeArchiveEntry();
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static OutputStream packed(String member, OutputStream out) throws IOException {
    return switch (member) {
      case "data.tar.xz" -> new XZCompressorOutputStream(out);
      case "data.tar.gz" -> new GzipCompressorOutputStream(out);
      default -> out;
    };
  }
}

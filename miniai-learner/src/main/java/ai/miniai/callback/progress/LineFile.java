package ai.miniai.callback.progress;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.miniai.io.FileErrors;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A text file that grows by a line at a time; a reader sees each line at once. It can be cut back
 * to what it was at a checkpoint. An interrupt, which stops a fit, does not close it, as it would a
 * channel.
 */
final class LineFile {
  private final Path path;
  private @Nullable RandomAccessFile open;
  private long size;

  /** The file is made when it gets its first line, with its folder if necessary. */
  LineFile(Path path) {
    this.path = path;
  }

  /** The next line is written after the first {@code size} bytes; what is behind them is lost. */
  void cut(long size) {
    close();
    this.size = size;
  }

  /** The number of bytes of all lines. */
  long size() {
    return size;
  }

  /** Adds a text that ends with a line break. */
  void add(String line) {
    byte[] bytes = line.getBytes(UTF_8);
    try {
      opened().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path + ": " + FileErrors.reason(e), e);
    }
    size += bytes.length;
  }

  private RandomAccessFile opened() throws IOException {
    RandomAccessFile file = open;
    if (file == null) {
      MoreFiles.createParentDirectories(path);
      file = new RandomAccessFile(path.toFile(), "rw");
      open = file;
      size = Math.min(size, file.length()); // somebody may have deleted what was there
      file.setLength(size);
      file.seek(size);
    }
    return file;
  }

  void close() {
    RandomAccessFile file = open;
    if (file != null) {
      open = null;
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot close " + path + ": " + FileErrors.reason(e), e);
      }
    }
  }
}

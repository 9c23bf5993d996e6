package ai.miniai.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A folder that driver and executors reach, on any file system of Hadoop's.
 *
 * @param uri the folder, such as {@code hdfs:///runs/7} or {@code file:///shared/run}
 * @param configuration Hadoop's
 */
record SharedFolder(String uri, SerializableConfiguration configuration) implements Serializable {
  private static final String NEXT = ".next";

  private Path path(String name) {
    return new Path(new Path(uri), name);
  }

  private FileSystem fileSystem() throws IOException {
    return new Path(uri).getFileSystem(configuration.value());
  }

  /** Creates the folder, to fail early. */
  void create() {
    try {
      fileSystem().mkdirs(new Path(uri));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create the folder " + uri + ": " + e.getMessage(), e);
    }
  }

  boolean has(String name) {
    try {
      return fileSystem().exists(path(name));
    } catch (IOException e) {
      throw failed("look for", name, e);
    }
  }

  /** Deletes a file, and one that {@link #recover} would find. */
  void deleteAll(String name) {
    try {
      fileSystem().delete(path(name), false);
      fileSystem().delete(path(name + NEXT), false);
    } catch (IOException e) {
      throw failed("delete", name, e);
    }
  }

  /** The bytes of a file; empty if there is none. */
  Optional<byte[]> read(String name) {
    recover(name);
    try (FSDataInputStream in = fileSystem().open(path(name))) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("read", name, e);
    }
  }

  /**
   * Replaces a file by a local one. Where the file system cannot replace at once, a failure in
   * between leaves the new file under another name, where {@link #recover} finds it.
   */
  void write(String name, java.nio.file.Path local) {
    Path last = path(name);
    Path next = path(name + NEXT);
    try {
      FileSystem files = fileSystem();
      try (FSDataOutputStream out = files.create(next, true)) {
        Files.copy(local, out);
      }
      files.delete(last, false);
      if (!files.rename(next, last)) {
        throw new IOException("the new file cannot be renamed from " + next);
      }
    } catch (IOException e) {
      throw failed("write", name, e);
    }
  }

  /** Finishes a {@link #write} that was interrupted after it had deleted the old file. */
  void recover(String name) {
    try {
      FileSystem files = fileSystem();
      if (!files.exists(path(name)) && files.exists(path(name + NEXT))) {
        files.rename(path(name + NEXT), path(name));
      }
    } catch (IOException e) {
      throw failed("recover", name, e);
    }
  }

  private UncheckedIOException failed(String what, String name, IOException e) {
    return new UncheckedIOException(
        "cannot %s %s: %s".formatted(what, path(name), e.getMessage()), e);
  }
}

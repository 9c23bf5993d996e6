package ai.miniai.data.fashion;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory on this machine that may already contain the files.
 *
 * @param name its name in error messages
 * @param path the directory
 * @param files the files that must be in it
 */
record DirectorySource(String name, Path path, ImmutableList<DataFile> files)
    implements DataSource {
  @Override
  public Path directory() throws IOException {
    if (!Files.isDirectory(path)) {
      throw new IOException("there is no directory " + path);
    }
    String missing =
        files.stream()
            .filter(file -> file.in(path).isEmpty())
            .map(DataFile::packedName)
            .collect(joining(", "));
    if (!missing.isEmpty()) {
      throw new IOException(path + " lacks " + missing);
    }
    return path;
  }
}

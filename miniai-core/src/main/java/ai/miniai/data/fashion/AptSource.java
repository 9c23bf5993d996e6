package ai.miniai.data.fashion;

import static com.google.common.collect.ImmutableSet.toImmutableSet;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Debian's package of the data set, downloaded with {@code apt-get download}, which does not need
 * root, and unpacked into the cache.
 *
 * @param command the program {@code apt-get}, if there is one
 * @param packageName the package that contains the files
 * @param files the files to unpack
 * @param cache the folder to unpack them into
 */
record AptSource(
    Optional<Path> command, String packageName, ImmutableList<DataFile> files, Path cache)
    implements DataSource {
  private static final int MINUTES = 10;

  /**
   * The program in the first directory that contains it; {@code searchPath} has the form of {@code
   * PATH}.
   */
  static Optional<Path> command(String searchPath) {
    return Arrays.stream(searchPath.split(Pattern.quote(File.pathSeparator), -1))
        .map(directory -> Path.of(directory, "apt-get"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Override
  public String name() {
    return "apt-get download " + packageName;
  }

  @Override
  public Path directory() throws IOException {
    Path aptGet = command.orElseThrow(() -> new IOException("this machine has no apt-get"));
    try (CacheLock lock = CacheLock.on(cache)) {
      if (files.stream().allMatch(file -> file.in(cache).isPresent())) {
        return cache; // another process has put them there while this one was waiting
      }
      Path temporary = Files.createTempDirectory(cache, "apt-");
      try {
        fetch(aptGet, temporary);
        ImmutableSet<String> names =
            files.stream().map(DataFile::packedName).collect(toImmutableSet());
        long most = files.stream().mapToLong(DataFile::most).max().orElse(0);
        new DebPackage(packageIn(temporary)).unpack(names, temporary, most);
        for (DataFile file : files) {
          file.install(temporary.resolve(file.packedName()), cache);
        }
      } finally {
        MoreFiles.deleteRecursively(temporary, RecursiveDeleteOption.ALLOW_INSECURE);
      }
    }
    return cache;
  }

  private void fetch(Path aptGet, Path directory) throws IOException {
    Path log = directory.resolve("apt-get.log");
    ProcessBuilder builder =
        new ProcessBuilder(aptGet.toString(), "-q", "download", packageName)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new IOException("apt-get did not end within " + MINUTES + " minutes");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while apt-get was running");
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          "exit status %d, saying: %s (if the package lists are missing or old, this brings them: sudo apt-get update)"
              .formatted(process.exitValue(), errors(log)));
    }
  }

  private static String errors(Path log) throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> line.startsWith("E: "))
        .map(line -> line.substring(3))
        .collect(Collectors.joining("; "));
  }

  private static Path packageIn(Path directory) throws IOException {
    try (DirectoryStream<Path> packages = Files.newDirectoryStream(directory, "*.deb")) {
      for (Path found : packages) {
        return found;
      }
    }
    throw new IOException("apt-get brought no file that ends in .deb");
  }
}

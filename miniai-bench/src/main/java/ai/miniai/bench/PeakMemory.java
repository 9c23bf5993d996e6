package ai.miniai.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The peak resident memory of a process so far, as reported by Linux. */
final class PeakMemory {
  private static final Pattern HIGH_WATER = Pattern.compile("VmHWM:\\s*(\\d+) kB");

  private PeakMemory() {}

  /** For a table. */
  static String text(OptionalLong megabytes) {
    return megabytes.isPresent()
        ? String.format(Locale.ROOT, "%,d", megabytes.getAsLong())
        : "unknown";
  }

  /** In megabytes; empty if it is not reported, or if the process has exited. */
  static OptionalLong megabytes(long pid) {
    try {
      Matcher line =
          HIGH_WATER.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
      return line.find()
          ? OptionalLong.of(Long.parseLong(line.group(1)) / 1024)
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}

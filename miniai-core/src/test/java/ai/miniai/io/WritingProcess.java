package ai.miniai.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes a file full of one byte again and again, until it is killed. */
final class WritingProcess {
  static final int LENGTH = 100_000;

  private WritingProcess() {}

  public static void main(String... arguments) throws IOException {
    byte[] bytes = new byte[LENGTH];
    Arrays.fill(bytes, (byte) arguments[1].charAt(0));
    System.out.println("writing");
    while (true) {
      AtomicFile.write(Path.of(arguments[0]), bytes);
    }
  }
}

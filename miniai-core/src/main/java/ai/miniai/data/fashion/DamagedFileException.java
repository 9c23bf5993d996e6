package ai.miniai.data.fashion;

import java.io.IOException;

/**
 * A file does not have the expected contents; the message says which file, what was expected and
 * what was found.
 */
public final class DamagedFileException extends IOException {
  private static final long serialVersionUID = 1;

  DamagedFileException(String file, String expected, String found) {
    super(file + ": expected " + expected + ", found " + found);
  }
}

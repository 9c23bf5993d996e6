package ai.miniai.data.fashion;

import java.io.IOException;

/** A file holds something other than it should; the message names file, expected and found. */
public final class DamagedFileException extends IOException {
  private static final long serialVersionUID = 1;

  DamagedFileException(String file, String expected, String found) {
    super(file + ": expected " + expected + ", found " + found);
  }
}

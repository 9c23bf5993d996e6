package ai.miniai.data.fashion;

import java.io.IOException;
import java.nio.file.Path;

/** A place where the files of a data set may be, or may be had from. */
interface DataSource {
  /** What to call this place in an error. */
  String name();

  /**
   * A directory that holds all the files; whether they are whole is for their reader to check.
   *
   * @throws IOException if this place has none; the message says why
   */
  Path directory() throws IOException;
}

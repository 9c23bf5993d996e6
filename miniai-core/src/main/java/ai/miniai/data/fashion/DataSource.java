package ai.miniai.data.fashion;

import java.io.IOException;
import java.nio.file.Path;

/** A place where the files of a data set may be, or from which they can be obtained. */
interface DataSource {
  /** The name of this place in error messages. */
  String name();

  /**
   * A directory that contains all the files; their contents are checked when they are read.
   *
   * @throws IOException if this source has no such directory; the message says why
   */
  Path directory() throws IOException;
}

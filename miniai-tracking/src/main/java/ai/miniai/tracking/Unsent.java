package ai.miniai.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Ascii;
import com.google.common.io.MoreFiles;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A folder for what could not be sent to MLflow: a file of JSON lines, each with the kind of the
 * entry and its fields as in the REST API, and the artifacts as files. Several threads may use it.
 */
final class Unsent implements AutoCloseable {
  /** The file with the lines. */
  static final String LINES = "unsent.jsonl";

  private static final String ARTIFACTS = "artifacts";

  private final Path folder;
  private final ObjectMapper mapper = new ObjectMapper();
  private @Nullable OutputStream lines;
  private boolean begun;

  Unsent(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  /**
   * Adds an entry. The first one of a fit has a line before it, which says of which run it is.
   *
   * @param run the id of the run; empty if it has none yet
   */
  synchronized void store(MlflowEntry entry, String experiment, String run) throws IOException {
    if (!begun) {
      ObjectNode head = mapper.createObjectNode().put("experiment", experiment);
      add("run", run.isEmpty() ? head : head.put("run_id", run));
      begun = true;
    }
    if (entry instanceof MlflowEntry.Artifact artifact) {
      Path file = folder.resolve(ARTIFACTS).resolve(artifact.path());
      try (OutputStream out = open(file, false)) {
        out.write(artifact.bytes());
      }
    }
    add(Ascii.toLowerCase(entry.getClass().getSimpleName()), entry.json());
  }

  private void add(String kind, ObjectNode fields) throws IOException {
    OutputStream out = lines;
    if (out == null) {
      out = open(folder.resolve(LINES), true);
      lines = out;
    }
    String line = mapper.writeValueAsString(mapper.createObjectNode().set(kind, fields)) + "\n";
    out.write(line.getBytes(UTF_8));
  }

  /** Not a channel, which the interrupt of a thread would close. */
  private static OutputStream open(Path file, boolean append) throws IOException {
    MoreFiles.createParentDirectories(file);
    return new FileOutputStream(file.toFile(), append);
  }

  /** Closes the file, until there is another line. */
  @Override
  public synchronized void close() throws IOException {
    OutputStream out = lines;
    if (out != null) {
      lines = null;
      out.close();
    }
  }
}

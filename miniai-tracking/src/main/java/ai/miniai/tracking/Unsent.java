package ai.miniai.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Ascii;
import com.google.common.io.MoreFiles;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A folder for what could not be sent to MLflow: a file of JSON lines, each with the kind of the
 * entry and its fields as in the REST API, and the artifacts as files. Several threads may use it.
 */
final class Unsent implements AutoCloseable {
  /** The file with the lines. */
  static final String LINES = "unsent.jsonl";

  static final String RUN = "run";
  static final String EXPERIMENT = "experiment";
  static final String RUN_ID = "run_id";
  static final String RUN_NAME = "run_name";
  static final String START_TIME = "start_time";

  /** Which fit a line is of: several may use the folder at once. */
  static final String FIT = "fit";

  /** Of an artifact: where it is, relative to the folder. */
  static final String FILE = "file";

  private static final String ARTIFACTS = "artifacts";

  private final Path folder;
  private final Head head;
  private final String fit = UUID.randomUUID().toString().substring(0, 8);
  private final ObjectMapper mapper = new ObjectMapper();
  private final Map<String, Path> files = new HashMap<>();
  private @Nullable OutputStream lines;
  private boolean begun;

  /**
   * What a run is made of, if the server has not made it.
   *
   * @param name the name of the run; empty if the server shall make one up
   * @param startTime in milliseconds since 1970
   */
  record Head(String experiment, String name, long startTime) {}

  Unsent(Path folder, Head head) {
    this.folder = folder;
    this.head = head;
  }

  Path folder() {
    return folder;
  }

  /**
   * Adds an entry. The first one of a fit has a line before it, which says of which run it is.
   *
   * @param run the id of the run; empty if it has none yet
   */
  synchronized void store(MlflowEntry entry, String run) throws IOException {
    if (!begun) {
      add(RUN, fields(run));
      begun = true;
    }
    ObjectNode fields = entry.json();
    if (entry instanceof MlflowEntry.Artifact artifact) {
      Path file = file(artifact.path());
      try (OutputStream out = open(file, false)) {
        out.write(artifact.bytes());
      }
      fields.put(FILE, folder.relativize(file).toString());
    }
    add(Ascii.toLowerCase(entry.getClass().getSimpleName()), fields);
  }

  private Path file(String path) throws IOException {
    Path file = files.get(path);
    if (file == null) {
      file = unused(path);
      files.put(path, file);
    }
    return file;
  }

  private ObjectNode fields(String run) {
    ObjectNode fields = mapper.createObjectNode().put(EXPERIMENT, head.experiment());
    return run.isEmpty()
        ? fields.put(RUN_NAME, head.name()).put(START_TIME, head.startTime())
        : fields.put(RUN_ID, run);
  }

  /** Not the file of another fit, which still waits in the folder. */
  private Path unused(String path) throws IOException {
    for (int i = 1; ; i++) {
      Path file = folder.resolve(i == 1 ? ARTIFACTS : ARTIFACTS + "-" + i).resolve(path);
      MoreFiles.createParentDirectories(file);
      try {
        return Files.createFile(file);
      } catch (FileAlreadyExistsException e) {
        // The next folder.
      }
    }
  }

  private void add(String kind, ObjectNode fields) throws IOException {
    OutputStream out = lines;
    if (out == null) {
      out = open(folder.resolve(LINES), true);
      lines = out;
    }
    fields.put(FIT, fit);
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

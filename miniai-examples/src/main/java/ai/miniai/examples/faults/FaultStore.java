package ai.miniai.examples.faults;

import ai.miniai.io.AtomicFile;
import ai.miniai.io.FileErrors;
import ai.miniai.recording.RecordingJson;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder with runs: for each its record, and beside it how it ended. */
final class FaultStore {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path folder;

  FaultStore(Path folder) {
    this.folder = folder;
  }

  private Path record(String name) {
    return folder.resolve(name + ".json");
  }

  private Path outcome(String name) {
    return folder.resolve(name + ".outcome.json");
  }

  /** Stores a run; one of the same name is replaced. */
  void write(String name, FaultRun run) throws IOException {
    RecordingJson.write(run.record(), record(name));
    try {
      AtomicFile.write(outcome(name), JSON.writeValueAsBytes(run.outcome()));
    } catch (IOException e) {
      throw new IOException("cannot write " + outcome(name) + ": " + FileErrors.reason(e), e);
    }
  }

  /** The run of this name. */
  FaultRun read(String name) throws IOException {
    try {
      FaultOutcome outcome = JSON.readValue(Files.readAllBytes(outcome(name)), FaultOutcome.class);
      return new FaultRun(RecordingJson.read(record(name)), outcome);
    } catch (IOException e) {
      throw new IOException(
          "cannot read " + outcome(name) + ": " + FileErrors.reason(e) + "; train it first", e);
    }
  }
}

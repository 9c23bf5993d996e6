package ai.miniai.examples.battery.record;

import ai.miniai.io.FileErrors;
import ai.miniai.recording.RecordingJson;
import ai.miniai.recording.RunRecord;
import com.google.common.base.Splitter;
import com.google.common.primitives.Doubles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The folder with the recorded runs of a battery and their results, such as final results. */
public final class BatteryStore {
  private final Path folder;

  public BatteryStore(Path folder) {
    this.folder = folder;
  }

  private Path file(String id) {
    return folder.resolve(id + ".json");
  }

  private Path labels() {
    return folder.resolve("labels.csv");
  }

  /** Stores the record and the result of a run; from then on it counts as done. */
  public void put(String id, RunRecord record, double result) throws IOException {
    RecordingJson.write(record, file(id));
    try {
      Files.writeString(
          labels(), id + "," + result + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new IOException("cannot write " + labels() + ": " + FileErrors.reason(e), e);
    }
  }

  /** The record of a finished run. */
  public RunRecord record(String id) throws IOException {
    return RecordingJson.read(file(id));
  }

  /** What the doctor says of a finished run. */
  public Watched watch(String id) throws IOException {
    return Watched.of(record(id));
  }

  /** The result of each finished run, by name. */
  public Map<String, Double> results() throws IOException {
    Map<String, Double> results = new HashMap<>();
    if (Files.exists(labels())) {
      for (String line : lines()) {
        List<String> parts = Splitter.on(',').splitToList(line);
        Double result = parts.size() == 2 ? Doubles.tryParse(parts.get(1)) : null;
        if (result == null) {
          throw new IOException(
              "%s: expected the name of a run, a comma and its result, found \"%s\": delete the line"
                  .formatted(labels(), line));
        }
        results.put(parts.get(0), result);
      }
    }
    return results;
  }

  private List<String> lines() throws IOException {
    try {
      return Files.readAllLines(labels());
    } catch (IOException e) {
      throw new IOException("cannot read " + labels() + ": " + FileErrors.reason(e), e);
    }
  }
}

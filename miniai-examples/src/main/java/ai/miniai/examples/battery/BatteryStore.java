package ai.miniai.examples.battery;

import ai.miniai.io.FileErrors;
import ai.miniai.recording.RecordingJson;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Doubles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The folder with the recorded runs of a battery and their final accuracies. */
final class BatteryStore {
  private final Path folder;

  BatteryStore(Path folder) {
    this.folder = folder;
  }

  /** The file with the record of a run. */
  Path file(BatteryRun run) {
    return folder.resolve(run.id() + ".json");
  }

  private Path labels() {
    return folder.resolve("labels.csv");
  }

  /** Stores the final accuracy of a run; from then on it counts as done. */
  void label(BatteryRun run, double accuracy) throws IOException {
    try {
      Files.writeString(
          labels(),
          run.id() + "," + accuracy + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new IOException("cannot write " + labels() + ": " + FileErrors.reason(e), e);
    }
  }

  /** The final accuracy of each finished run, by name. */
  Map<String, Double> accuracies() throws IOException {
    Map<String, Double> accuracies = new HashMap<>();
    if (Files.exists(labels())) {
      for (String line : lines()) {
        List<String> parts = Splitter.on(',').splitToList(line);
        Double accuracy = parts.size() == 2 ? Doubles.tryParse(parts.get(1)) : null;
        if (accuracy == null) {
          throw new IOException(
              "%s: expected the name of a run, a comma and its accuracy, found \"%s\": delete the line"
                  .formatted(labels(), line));
        }
        accuracies.put(parts.get(0), accuracy);
      }
    }
    return accuracies;
  }

  private List<String> lines() throws IOException {
    try {
      return Files.readAllLines(labels());
    } catch (IOException e) {
      throw new IOException("cannot read " + labels() + ": " + FileErrors.reason(e), e);
    }
  }

  /** Lets the doctor examine all finished runs. */
  ImmutableList<Judged> judge() throws IOException {
    Map<String, Double> accuracies = accuracies();
    ImmutableList.Builder<Judged> judged = ImmutableList.builder();
    for (BatteryRun run : BatteryRun.all()) {
      Double accuracy = accuracies.get(run.id());
      if (accuracy != null) {
        judged.add(Judged.of(run, accuracy, RecordingJson.read(file(run))));
      }
    }
    return judged.build();
  }
}

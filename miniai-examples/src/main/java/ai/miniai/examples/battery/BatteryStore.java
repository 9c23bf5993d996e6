package ai.miniai.examples.battery;

import ai.miniai.hooks.RecordingJson;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The folder with the recorded runs of a battery, and how each of them ended. */
final class BatteryStore {
  private final Path folder;

  BatteryStore(Path folder) {
    this.folder = folder;
  }

  /** What was recorded of a run. */
  Path file(BatteryRun run) {
    return folder.resolve(run.id() + ".json");
  }

  private Path labels() {
    return folder.resolve("labels.csv");
  }

  /** Notes how a run ended; from then on it is there. */
  void label(BatteryRun run, double accuracy) throws IOException {
    Files.writeString(
        labels(),
        run.id() + "," + accuracy + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** The accuracy at the end of each run that is there, by its name. */
  Map<String, Double> accuracies() throws IOException {
    Map<String, Double> accuracies = new HashMap<>();
    if (Files.exists(labels())) {
      for (String line : Files.readAllLines(labels())) {
        List<String> parts = Splitter.on(',').splitToList(line);
        accuracies.put(parts.get(0), Double.valueOf(parts.get(1)));
      }
    }
    return accuracies;
  }

  /** Has the doctor look at all runs that are there. */
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

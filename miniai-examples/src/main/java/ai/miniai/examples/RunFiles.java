package ai.miniai.examples;

import ai.miniai.recording.RecordingJson;
import ai.miniai.recording.RunRecord;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds and reads recorded runs. */
final class RunFiles {
  /** The usual name of a recorded run. */
  static final String STATS = "stats.json";

  /** How deep folders are searched. */
  private static final int DEPTH = 4;

  private RunFiles() {}

  /**
   * The runs of files and folders, by their paths. A folder stands for the {@code stats.json} in
   * it, or for those in the folders below.
   *
   * @throws IOException if there is none, or one cannot be read
   */
  static ImmutableMap<String, RunRecord> read(List<Path> places) throws IOException {
    ImmutableMap.Builder<String, RunRecord> runs = ImmutableMap.builder();
    for (Path place : places) {
      for (Path file : files(place)) {
        boolean usual = file.endsWith(STATS) && file.getParent() != null;
        runs.put(String.valueOf(usual ? file.getParent() : file), RecordingJson.read(file));
      }
    }
    return runs.buildKeepingLast();
  }

  private static List<Path> files(Path place) throws IOException {
    if (!Files.isDirectory(place)) {
      return List.of(place);
    }
    if (Files.exists(place.resolve(STATS))) {
      return List.of(place.resolve(STATS));
    }
    try (Stream<Path> all = Files.walk(place, DEPTH)) {
      List<Path> found = all.filter(file -> file.endsWith(STATS)).sorted().toList();
      if (found.isEmpty()) {
        throw new IOException(
            "there is no " + STATS + " in " + place + ": lesson and train write one to --out");
      }
      return found;
    }
  }
}

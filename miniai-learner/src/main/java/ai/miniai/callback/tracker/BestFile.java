package ai.miniai.callback.tracker;

import ai.miniai.io.FileErrors;
import ai.miniai.io.Safetensors;
import ai.miniai.nn.Module;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The file with the best weights. Its metadata hold the monitored metric and its value, so that a
 * later fit can compare.
 *
 * @param path of the file, which need not exist
 * @param monitor the metric
 */
record BestFile(Path path, Monitor monitor) {
  private static final String METRIC = "monitor";
  private static final String MODE = "mode";
  private static final String VALUE = "value";

  /**
   * The metric's value for the saved weights; empty without a file.
   *
   * @throws IllegalStateException if the file has no value, or that of another metric
   */
  OptionalDouble value() {
    if (!Files.exists(path)) {
      return OptionalDouble.empty();
    }
    Map<String, String> metadata = Safetensors.read(path).metadata();
    if (!monitor.metric().equals(metadata.get(METRIC)) || !mode().equals(metadata.get(MODE))) {
      throw new IllegalStateException(
          "%s holds weights that are the best by %s, which cannot be compared with %s (%s): %s"
              .formatted(
                  path,
                  metadata.containsKey(METRIC)
                      ? metadata.get(METRIC) + " (" + metadata.get(MODE) + ")"
                      : "a number that it does not tell",
                  monitor.metric(),
                  mode(),
                  CheckpointCB.ADVICE));
    }
    try {
      return OptionalDouble.of(Double.parseDouble(metadata.getOrDefault(VALUE, "")));
    } catch (NumberFormatException none) {
      throw new IllegalStateException(
          path + " does not say how good its weights are: " + CheckpointCB.ADVICE, none);
    }
  }

  private String mode() {
    return monitor.larger() ? "max" : "min";
  }

  void write(Module model, double value) {
    new Safetensors(
            ImmutableMap.copyOf(model.stateDict()),
            ImmutableMap.of(METRIC, monitor.metric(), MODE, mode(), VALUE, "" + value))
        .write(path);
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file + ": " + FileErrors.reason(e), e);
    }
  }
}

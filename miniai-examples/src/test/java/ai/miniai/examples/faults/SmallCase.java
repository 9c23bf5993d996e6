package ai.miniai.examples.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A case for tests: a line through four points, at a learning rate that is far too high. */
final class SmallCase {
  static final String PROGRAM =
      """
      {"data": {"source": "csv", "train": "points.csv", "valid": "points.csv",
                "features": 1, "targets": 1, "target": "numbers", "shape": [1]},
       "network": [{"dense": 8, "init": "normal(1)", "bias_init": "constant(0.1)"},
                   {"activation": "tanh"},
                   {"dense": 1, "init": "glorot_uniform", "bias_init": "zeros"}],
       "loss": "mse",
       "optimizer": {"name": "sgd", "lr": 100, "momentum": 0.9, "nesterov": true},
       "batch_size": 4, "epochs": 60}""";

  static final String LINE =
      """
      {"number": 7, "post": "nowhere", "ground_truth": ["lr", "missing/redundant/wrong_layers"],
      "faulty": %s}"""
          .formatted(PROGRAM);

  static final String POINTS = "-1.5,-3\n-0.5,-1\n0.5,1\n\n1.5,3\n";

  private SmallCase() {}

  /** The case with a repair at this learning rate, and its data. */
  static void write(Path folder, double repairedRate) throws IOException {
    String repaired = PROGRAM.replace("\"lr\": 100", "\"lr\": " + repairedRate);
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve(FaultCase.FILE),
        LINE.substring(0, LINE.length() - 1) + ", \"repaired\": " + repaired + "}");
    Files.writeString(folder.resolve("points.csv"), POINTS);
  }
}

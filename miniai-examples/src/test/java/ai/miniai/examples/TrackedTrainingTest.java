package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackedTrainingTest {
  @TempDir private Path folder;

  @Test
  @Tag("slow") // it waits for a server that is not there
  void leavesItsFilesThoughThereIsNoServer() throws IOException {
    // WHEN
    double accuracy =
        TrackedTraining.run(SmallData.loaders(), 2, folder, URI.create("http://localhost:1"));
    // THEN
    assertThat(accuracy).isBetween(0.05, 1.0);
    assertThat(folder.resolve("runs/first")).isDirectoryContaining("glob:**tfevents*");
    assertThat(Files.readAllLines(folder.resolve("steps.csv")))
        .hasSize(1 + 2 * 8)
        .startsWith("epoch,batch,step,loss,lr,momentum,decay");
    assertThat(Files.readAllLines(folder.resolve("epochs.csv"))).hasSize(1 + 4);
    assertThat(Files.readAllLines(folder.resolve("log.jsonl"))).hasSize(2 * 8 + 4);
    assertThat(folder.resolve("mlflow-unsent/unsent.jsonl")).isNotEmptyFile();
    assertThat(folder.resolve("mlflow-unsent/artifacts/colour dimension.png")).isNotEmptyFile();
  }
}

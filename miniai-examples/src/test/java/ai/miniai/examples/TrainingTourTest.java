package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.data.Dataset;
import ai.miniai.data.fashion.FashionMnist;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTourTest {
  @TempDir private static Path folder;

  private static double accuracy;

  @BeforeAll
  static void run() {
    Dataset images = FashionMnist.load().train();
    accuracy = TrainingTour.run(images.subset(0, 512), images.subset(512, 640), 2, folder);
  }

  @Test
  void learnsAndLeavesItsFiles() {
    assertThat(accuracy).isBetween(0.2, 1.0);
    assertThat(folder.toFile().list((dir, name) -> !name.startsWith("."))) // without the lock
        .containsExactlyInAnyOrder(
            "batch.png", "lr.png", "schedule.png", "best.safetensors", "last.safetensors");
  }

  @Test
  void startedAgainItComesToTheSameEnd() {
    double first = accuracy;

    run();

    assertThat(accuracy).isEqualTo(first);
  }

  @Test
  void everyLineOfJavaInTheGuideIsOfThesePrograms() throws IOException {
    String program = Guide.program(TrainingTour.class) + Guide.program(TwoHeads.class);

    assertThat(Guide.blocks("training.md"))
        .isNotEmpty()
        .allSatisfy(block -> assertThat(program).contains(block));
  }
}

package ai.miniai.examples;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.data.Dataset;
import ai.miniai.data.fashion.FashionMnist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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
  void everyLineOfJavaInTheGuideIsOfThisProgram() throws IOException {
    Path source = Path.of("src/main/java/ai/miniai/examples/TrainingTour.java");
    String program = stripped(Files.readString(source));
    String guide = Files.readString(Path.of("../docs/training.md"));

    List<String> blocks =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(guide)
            .results()
            .map((MatchResult block) -> stripped(block.group(1)))
            .toList();

    assertThat(blocks).isNotEmpty().allSatisfy(block -> assertThat(program).contains(block));
  }

  private static String stripped(String code) {
    return code.lines().map(String::strip).collect(joining("\n"));
  }
}

package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.callback.CheckpointCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.FashionMnist;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainRunTest {
  private static FashionMnist images;

  @BeforeAll
  static void load() {
    images = FashionMnist.load();
  }

  @ParameterizedTest
  @EnumSource
  void eachRecipeTrains(Recipe recipe, @TempDir Path folder) {
    DataLoaders dls =
        recipe.input.loaders(images.train().subset(0, 32), images.valid().subset(0, 32), 16);
    TrainRun run = new TrainRun(recipe, dls, 1, new CheckpointCB(folder), folder);

    assertThat(run.fit()).isEmpty();

    assertThat(run.accuracy()).isBetween(0.0, 1.0);
    assertThat(run.accuracyOfBothSides()).isBetween(0.0, 1.0);
    assertThat(folder).isDirectoryContaining("glob:**model.safetensors");
  }
}

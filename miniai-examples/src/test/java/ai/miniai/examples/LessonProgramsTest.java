package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withPrecision;

import ai.miniai.data.DataLoaders;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.recording.RecordingJson;
import ai.miniai.recording.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LessonProgramsTest {
  private static DataLoaders dls;

  @BeforeAll
  static void load() {
    dls = SmallData.loaders();
  }

  @Test
  void hooksGiveTheVeryNumbersOfTheManualModel() {
    var manual = Lesson16Manual.run(dls);

    var hooked = Lesson16Hooks.all(dls);

    assertThat(hooked.means.keySet()).containsExactly("0", "1", "2", "3", "4");
    for (int layer = 0; layer < 5; layer++) {
      assertThat(hooked.means.get(Integer.toString(layer)))
          .hasSize(8)
          .containsExactlyElementsOf(manual.means.get(layer));
    }
  }

  @Test
  void oneHookSeesWhatAllOfThemSee() {
    var one = Lesson16Hooks.one(dls);

    var all = Lesson16Hooks.all(dls);

    assertThat(one.means.get("first")).containsExactlyElementsOf(all.means.get("0"));
  }

  @Test
  void everythingThatIsWatchedIsInTheFile(@TempDir Path folder) throws IOException {
    RunRecord run = WatchEverything.run(dls, folder);

    assertThat(run.recordings()).hasSize(6); // with the inputs
    assertThat(run.updateRatios()).hasSize(10);
    RunRecord read = RecordingJson.read(folder.resolve("run.json"));
    assertThat(read.updateRatios()).isEqualTo(run.updateRatios());
    assertThat(folder.resolve("update-ratios.png")).isNotEmptyFile();
  }

  @Test
  void everyPlotIsInTheGallery(@TempDir Path folder) {
    Gallery.draw(dls, dls, 1, folder);

    assertThat(folder.toFile().list()).hasSize(13);
    assertThat(folder.resolve("gallery-many-layers.png")).isNotEmptyFile();
  }

  @Test
  void statisticsAgreeWithTheManualModelOnWhatConvolutionsPutOut(@TempDir Path folder)
      throws IOException {
    ActivationStats stats = Lesson16Stats.run(dls, folder);

    // The manual model sees the last convolution bare, and the others through their ReLU.
    List<Double> last = Lesson16Manual.run(dls).stds.get(4);
    assertThat(stats.layers()).extracting("name").containsExactly("0.0", "1.0", "2.0", "3.0", "4");
    double[] recorded = stats.layers().get(4).stds();
    assertThat(recorded).hasSameSizeAs(last);
    for (int batch = 0; batch < recorded.length; batch++) {
      assertThat(recorded[batch]).isEqualTo(last.get(batch), withPrecision(1e-6));
    }
  }

  @Test
  void statisticsAreDrawn(@TempDir Path folder) throws IOException {
    Lesson16Stats.run(dls, folder);

    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder("color-dim.png", "dead-chart.png", "stats.png", "loss.png");
  }

  @Test
  void callbackReadsTheNamesItHasAdded() {
    var callback = Lesson17Delegation.run(dls);

    assertThat(callback.lines).singleElement().asString().startsWith("epoch 0 batch 0 loss 2.");
  }
}

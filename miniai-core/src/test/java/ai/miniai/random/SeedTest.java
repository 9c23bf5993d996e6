package ai.miniai.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class SeedTest {
  @Test
  void makesTheDefaultGeneratorRepeatItself() {
    // GIVEN
    Seed.set(5);
    float[] first = Seed.generator().uniform(10, 0, 1);
    // WHEN
    Seed.set(5);
    // THEN
    assertThat(Seed.generator().uniform(10, 0, 1)).containsExactly(first);
  }

  @Test
  void makesTheGeneratorOfNd4jRepeatItself() {
    // GIVEN
    Seed.set(5);
    float[] first = Nd4j.rand(10).toFloatVector();
    // WHEN
    Seed.set(5);
    // THEN
    assertThat(Nd4j.rand(10).toFloatVector()).containsExactly(first);
  }

  @Test
  void goesOnFromAStateThatWasTakenBefore() {
    // GIVEN
    Seed.set(5);
    Seed.generator().normal(3, 0, 1);
    Nd4j.rand(10);
    Seed.State state = Seed.state();
    float[] ours = Seed.generator().normal(3, 0, 1);
    float[] nd4js = Nd4j.rand(10).toFloatVector();
    Seed.set(6);
    // WHEN
    Seed.restore(state);
    // THEN
    assertThat(Seed.generator().normal(3, 0, 1)).containsExactly(ours);
    assertThat(Nd4j.rand(10).toFloatVector()).containsExactly(nd4js);
  }

  @Test
  void zeroIsASeedLikeAnyOther() {
    // GIVEN
    Seed.set(0);
    float[] first = Nd4j.rand(10).toFloatVector();
    // WHEN
    Seed.set(0);
    // THEN
    assertThat(Nd4j.rand(10).toFloatVector()).containsExactly(first);
  }

  @Test
  void seededThreadsDoNotTakeEachOthersNumbers() {
    // GIVEN
    Seed.set(5);
    float[] alone = Seed.generator().uniform(10, 0, 1);
    Seed.set(5);
    // WHEN another thread seeds itself and draws
    CompletableFuture.runAsync(
            () -> {
              Seed.set(6);
              Seed.generator().uniform(3, 0, 1);
            })
        .join();
    // THEN
    assertThat(Seed.generator().uniform(10, 0, 1)).containsExactly(alone);
  }

  @Test
  void threadsThatNeverSeededDrawFromWhatWasSeededLast() throws Exception {
    // GIVEN
    Seed.set(5);
    float[] first = Seed.generator().uniform(10, 0, 1);
    Seed.set(5);
    // WHEN
    List<float[]> drawn = new ArrayList<>();
    Thread other = new Thread(() -> drawn.add(Seed.generator().uniform(10, 0, 1)));
    other.start();
    other.join();
    // THEN
    assertThat(drawn.get(0)).containsExactly(first);
  }
}

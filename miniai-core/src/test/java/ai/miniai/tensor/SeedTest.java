package ai.miniai.tensor;

import static org.assertj.core.api.Assertions.assertThat;

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
}

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
}

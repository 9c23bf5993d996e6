package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.data.DataLoader;
import ai.miniai.tensor.Autograd;
import ai.miniai.tensor.Tensor;
import org.junit.jupiter.api.Test;

class GanTest {
  @Test
  void theGeneratedPointsLieOnTheWholeRing() {
    // WHEN
    var networks = Gan.train(RingOfPoints.make(2048, 1), 30);
    Tensor made = Autograd.noGrad(() -> networks.generate(1000));
    // THEN
    Tensor truth = DataLoader.of(RingOfPoints.make(1000, 2), 1000).iterator().next().x();
    Tensor radius = made.norm(2, 1);
    assertThat(RingOfPoints.distance(made, truth)).isLessThan(0.03);
    assertThat(radius.mean().item()).isBetween(0.9, 1.1);
    assertThat(radius.std().item()).isLessThan(0.2);
  }

  @Test
  void theDistanceIsThatOfTheFormula() {
    Tensor x = Tensor.of(new float[] {0, 0, 0, 2}, 2, 2);
    Tensor y = Tensor.of(new float[] {3, 0}, 1, 2);

    // E|x − y| = (3 + √13) / 2, E|x − x'| = 1, E|y − y'| = 0
    assertThat(RingOfPoints.distance(x, y)).isCloseTo(2 + Math.sqrt(13), within(1e-6));
    assertThat(RingOfPoints.distance(x, x)).isEqualTo(0);
  }
}

package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.data.Batch;
import ai.miniai.data.Dataset;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.nn.Module;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import ai.miniai.viz.Plots;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffusionTest {
  private static final Tensor TIMES = Tensor.of(new float[] {0.1f, 0.9f}, 2);

  @Test
  void learnsToTellTheNoiseAndMakesPictures(@TempDir Path folder) {
    // GIVEN
    Dataset images = FashionMnist.load().train();
    Path picture = folder.resolve("diffusion.png");
    Seed.set(1);
    var network = new DiffusionUNet(8);
    // WHEN
    var metrics = Diffusion.train(network, images.subset(0, 512), images.subset(512, 640), 16, 1);
    Tensor made = Diffusion.sample(network, 4, 10);
    Plots.showImages(new Batch(List.of(made))).save(picture);
    // THEN always predicting 0 has a loss of 1
    assertThat(metrics.last("loss")).isBetween(0.0, 0.5);
    assertThat(made.shape()).containsExactly(4, 1, 28, 28);
    assertThat(made.min().item()).isGreaterThanOrEqualTo(0);
    assertThat(made.max().item()).isLessThanOrEqualTo(1);
    assertThat(picture).isNotEmptyFile();
  }

  /**
   * Knows the only image that there is, with all pixels of one value; remembers what it was given.
   */
  private static final class Knowing extends Module {
    private final double pixel;
    private final List<Double> times = new ArrayList<>();
    private final List<Double> deviations = new ArrayList<>();

    Knowing(double pixel) {
      this.pixel = pixel;
    }

    @Override
    protected Tensor forward(Tensor... inputs) {
      double time = inputs[1].toDoubles()[0];
      times.add(time);
      deviations.add(inputs[0].std().item());
      double angle = Math.PI / 2 * time;
      return inputs[0].minus(pixel * Math.cos(angle)).div(Math.sin(angle));
    }
  }

  @Test
  void thereIsAsMuchNoiseAtEachTimeAsInTrainingAndNoneAtTheEnd() {
    Seed.set(1);
    var network = new Knowing(0.5);

    Tensor made = Diffusion.sample(network, 4, 10);

    assertThat(made.toDoubles()).containsOnly(new double[] {0.75}, within(1e-5));
    assertThat(network.times).hasSize(10);
    for (int step = 0; step < 10; step++) {
      double expected = Math.sin(Math.PI / 2 * network.times.get(step));
      assertThat(network.deviations.get(step)).isCloseTo(expected, within(0.05 * expected));
    }
  }

  @Test
  void theNetworkIsToldTheTime() {
    Seed.set(1);
    var network = new DiffusionUNet(8);
    Tensor one = Tensor.randn(1, 1, 8, 12);

    Tensor noise = network.call(Tensor.concat(0, one, one), TIMES);

    assertThat(noise.shape()).containsExactly(2, 1, 8, 12);
    assertThat(noise.select(0, 0).mse(noise.select(0, 1)).item()).isGreaterThan(1e-4);
  }
}

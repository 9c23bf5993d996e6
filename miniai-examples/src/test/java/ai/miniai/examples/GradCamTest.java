package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.data.Batch;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.Sigmoid;
import ai.miniai.random.Generator;
import ai.miniai.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GradCamTest {
  private static final int SIDE = 28;

  private static final List<String> NAMES = List.of("nothing", "ring", "cross");

  /** The corner of picture {@code index}: bit 0 is right, bit 1 is below. */
  private static int corner(int index) {
    return index / 3 % 4;
  }

  /**
   * Faint noise with nothing (class 0), a ring (class 1) or a cross (class 2) in one of the
   * corners. Without pictures of nothing, a cross would just be the absence of a ring, which is
   * everywhere.
   */
  private static Sample picture(int index) {
    float[] pixels = new Generator(index).uniform(SIDE * SIDE, 0, 0.3);
    int left = 3 + 14 * (corner(index) % 2);
    int top = 3 + 14 * (corner(index) / 2);
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        boolean edge = x == 0 || y == 0 || x == 7 || y == 7;
        boolean cross = x == y || x + y == 7;
        if ((index % 3 == 1 && edge) || (index % 3 == 2 && cross)) {
          pixels[(top + y) * SIDE + left + x] = 1;
        }
      }
    }
    return Sample.of(pixels, new long[] {1, SIDE, SIDE}, index % 3);
  }

  private static Dataset pictures(int from, int to) {
    return Dataset.of(IntStream.range(from, to).mapToObj(GradCamTest::picture).toList());
  }

  @Test
  void theNetworkLooksAtTheCornerWithTheObject(@TempDir Path folder) {
    var dls = DataLoaders.of(pictures(0, 288), pictures(288, 336), 16);
    Sequential model = GradCam.train(dls, 4);
    Batch batch = dls.valid().iterator().next();

    double[] values = GradCam.maps(model, model.get(2), batch.x()).toDoubles();

    List<Integer> wrong = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      if (i % 3 > 0 && brightest(values, i) != corner(288 + i)) {
        wrong.add(i);
      }
    }
    assertThat(wrong).isEmpty();
    Path file = folder.resolve("grad-cam.png");
    GradCam.figure(model, model.get(2), batch, NAMES).save(file);
    assertThat(file).isNotEmptyFile();
    assertThat(model.parameters().values()).allMatch(one -> one.grad() == null);
  }

  /** The corner in which map {@code index} has its maximum. */
  private static int brightest(double[] maps, int index) {
    int best = index * SIDE * SIDE;
    for (int i = best; i < (index + 1) * SIDE * SIDE; i++) {
      best = maps[i] > maps[best] ? i : best;
    }
    return best % SIDE / (SIDE / 2) + 2 * (best / SIDE % SIDE / (SIDE / 2));
  }

  @Test
  void theMapIsThatOfTheFormula() {
    // GIVEN a layer that is not linear, of two channels, and one score: 3 · channel 0 − channel 1
    var layer = new Sigmoid();
    var head = new Linear(8, 1, false);
    Tensor weight = Tensor.of(new float[] {3, 3, 3, 3, -1, -1, -1, -1}, 1, 8);
    head.loadStateDict(Map.of("weight", weight));
    var model = new Sequential(layer, new Flatten(), head);
    float[] pixels = {1, -2, 0.5f, 0, 4, 0, -1, 2};

    double[] map = GradCam.maps(model, layer, Tensor.of(pixels, 1, 2, 2, 2)).toDoubles();

    for (int i = 0; i < 4; i++) {
      double expected = 3 * sigmoid(pixels[i]) - sigmoid(pixels[4 + i]);
      assertThat(map[i]).isCloseTo(Math.max(0, expected), within(1e-6));
    }
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}

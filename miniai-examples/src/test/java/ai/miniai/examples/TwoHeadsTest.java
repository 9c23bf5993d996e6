package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.tensor.HostArray;
import java.util.List;
import org.junit.jupiter.api.Test;

class TwoHeadsTest {
  private static final Dataset IMAGES = FashionMnist.load().train();

  @Test
  void bothHeadsLearn() {
    MetricsCB metrics = TwoHeads.run(IMAGES.subset(0, 2048), IMAGES.subset(2048, 2560), 2);

    assertThat(metrics.last("class")).isGreaterThan(0.7);
    assertThat(metrics.last("footwear")).isGreaterThan(0.95);
  }

  @Test
  void threeClassesAreFootwear() {
    for (int i = 0; i < 100; i++) {
      Sample item = IMAGES.get(i);
      String name = FashionMnist.CLASSES.get((int) item.label());
      List<HostArray> arrays = TwoHeads.withFootwear(item).arrays();
      assertThat(arrays.subList(0, 2)).isEqualTo(item.arrays());
      float footwear = ((HostArray.Floats) arrays.get(2)).values()[0];
      assertThat(footwear == 1)
          .as(name)
          .isEqualTo(name.equals("Sandal") || name.equals("Sneaker") || name.equals("Ankle boot"));
    }
  }
}

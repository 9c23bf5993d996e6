package ai.miniai.data.fashion;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.data.Collate;
import ai.miniai.data.Dataset;
import ai.miniai.data.StackingDataset;
import ai.miniai.tensor.HostArray;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FashionMnistTest {
  private static FashionMnist data;

  @BeforeAll
  static void load() {
    data = FashionMnist.load();
  }

  @Test
  void hasItsTwoParts() {
    assertThat(data.train().size()).isEqualTo(60_000);
    assertThat(data.valid().size()).isEqualTo(10_000);
  }

  @Test
  void givesPicturesWithPixelsBetweenZeroAndOne() {
    // WHEN
    HostArray.Floats image = image(data.train(), 0);
    // THEN
    assertThat(image.shape()).containsExactly(1, 28, 28);
    assertThat(image.values()).contains(0f, 1f);
    for (float pixel : image.values()) {
      assertThat(pixel).isBetween(0f, 1f);
    }
  }

  @Test
  void dividesPixelsBy255InFloat32() {
    // GIVEN the mean of the training pixels, which the literature gives as 0.2860
    double sum = 0;
    for (int i = 0; i < data.train().size(); i++) {
      for (float pixel : image(data.train(), i).values()) {
        sum += pixel;
      }
    }
    // THEN
    assertThat(Math.round(sum / (60_000 * 784.0) * 1e4)).isEqualTo(2860);
  }

  @Test
  void stacksTheSameValuesAsSingleItemsHave() {
    List<HostArray> stacked = ((StackingDataset) data.valid()).stack(7, 0, 9_999);
    List<HostArray> singly = Collate.stack(Stream.of(7, 0, 9_999).map(data.valid()::get).toList());
    assertThat(Tensor.of(stacked.get(0)).toDoubles())
        .containsExactly(Tensor.of(singly.get(0)).toDoubles());
    assertThat(stacked.get(0).shape()).containsExactly(3, 1, 28, 28);
    assertThat(stacked.get(1)).isEqualTo(singly.get(1));
  }

  @Test
  void givesTheFirstClassesOfTheTrainingPart() {
    assertThat(
            IntStream.range(0, 10).mapToObj(i -> FashionMnist.CLASSES.get(label(data.train(), i))))
        .containsExactly(
            "Ankle boot",
            "T-shirt/top",
            "T-shirt/top",
            "Dress",
            "T-shirt/top",
            "Pullover",
            "Sneaker",
            "Pullover",
            "Sandal",
            "Sandal");
  }

  @Test
  void hasEachClassEquallyOften() {
    // WHEN
    int[] count = new int[10];
    for (int i = 0; i < data.valid().size(); i++) {
      count[label(data.valid(), i)]++;
    }
    // THEN
    assertThat(count).containsOnly(1000);
  }

  private static HostArray.Floats image(Dataset part, int index) {
    return (HostArray.Floats) part.get(index).arrays().get(0);
  }

  private static int label(Dataset part, int index) {
    return (int) ((HostArray.Longs) part.get(index).arrays().get(1)).values()[0];
  }
}

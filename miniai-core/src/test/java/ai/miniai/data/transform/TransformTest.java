package ai.miniai.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.random.Generator;
import ai.miniai.tensor.HostArray;
import ai.miniai.tensor.Tensor;
import com.google.common.primitives.Floats;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What each transform does to known images. */
class TransformTest {
  /** The numbers 1, 2, 3, … as images. */
  static Images counting(int size, int channels, int height, int width) {
    float[] values = new float[size * channels * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = i + 1;
    }
    return new Images(values, size, channels, height, width);
  }

  private static Generator seeded() {
    return new Generator(3);
  }

  // ---------------------------------------------------------------- crop

  @Test
  void cropsAtThePlacesThatPyTorchDraws() {
    // WHEN cropped with torch.manual_seed(3) and torchvision's randint(0, h - th + 1), then that of
    // w
    Images cropped = new RandomCrop(3, 1).apply(counting(4, 2, 3, 4), seeded());
    // THEN
    assertThat(cropped.values())
        .containsExactly(
            0, 1, 2, 0, 5, 6, 0, 9, 10, 0, 13, 14, 0, 17, 18, 0, 21, 22, // (1, 0)
            27, 28, 0, 31, 32, 0, 35, 36, 0, 39, 40, 0, 43, 44, 0, 47, 48, 0, // (1, 3)
            0, 49, 50, 0, 53, 54, 0, 57, 58, 0, 61, 62, 0, 65, 66, 0, 69, 70, // (1, 0)
            0, 0, 0, 73, 74, 75, 77, 78, 79, 0, 0, 0, 85, 86, 87, 89, 90, 91); // (0, 1)
    assertThat(cropped.toHostArray().shape()).containsExactly(4, 2, 3, 3);
  }

  @Test
  void padsAnImageThatIsNarrowerThanItsPadding() {
    Images cropped = new RandomCrop(5, 7, 3).apply(counting(1, 1, 1, 1), new Generator(1));
    assertThat(cropped.values()).hasSize(35).containsOnlyOnce(1f);
  }

  @Test
  void drawsNothingWhereThereIsOnePlace() {
    // GIVEN
    Generator generator = seeded();
    // WHEN
    Images cropped = new RandomCrop(3, 0).apply(counting(2, 1, 3, 3), generator);
    // THEN
    assertThat(cropped.values()).isEqualTo(counting(2, 1, 3, 3).values());
    assertThat(generator.nextInt32()).isEqualTo(seeded().nextInt32());
  }

  @Test
  void saysWhichCropDoesNotFit() {
    assertThatThrownBy(() -> new RandomCrop(6, 1).apply(counting(1, 1, 3, 4), seeded()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a part of 6 × 6 does not fit into images of 3 × 4 with a padding of 1");
  }

  // ---------------------------------------------------------------- flip

  @Test
  void flipsTheImagesThatPyTorchFlips() {
    // WHEN flipped with torch.manual_seed(3) and torch.rand(1) < 0.5
    Images flipped = new RandomHorizontalFlip().apply(counting(8, 1, 1, 2), seeded());
    // THEN
    assertThat(flipped.values())
        .containsExactly(2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 13, 14, 15, 16);
  }

  @Test
  void flipsEveryRowOfEveryChannel() {
    Images flipped = new RandomHorizontalFlip(1).apply(counting(1, 2, 2, 3), seeded());
    assertThat(flipped.values()).containsExactly(3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10);
  }

  // ---------------------------------------------------------------- normalise

  @Test
  void normalisesEachChannel() {
    // GIVEN
    Normalize normalize =
        new Normalize(ImmutableDoubleArray.of(1, 3), ImmutableDoubleArray.of(2, 0.5));
    // WHEN, THEN
    assertThat(normalize.apply(counting(2, 2, 1, 2), seeded()).values())
        .containsExactly(0, 0.5f, 0, 2, 2, 2.5f, 8, 10);
  }

  @Test
  void normalisesImagesLikeThese() {
    // GIVEN
    Images images = counting(3, 2, 2, 2);
    // WHEN
    Images normal = Normalize.like(images.toTensor()).apply(images, seeded());
    // THEN
    Tensor after = normal.toTensor();
    assertThat(after.mean(0, 2, 3).toDoubles()).containsExactly(new double[2], within(1e-6));
    assertThat(after.std(0, 2, 3).toDoubles()).containsExactly(new double[] {1, 1}, within(1e-6));
  }

  @Test
  void refusesADeviationOfZero() {
    assertThatThrownBy(() -> Normalize.like(Tensor.ones(2, 1, 2, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected finite means and positive, finite stds, got means [1.0] and stds [0.0]");
  }

  @Test
  void saysHowManyChannelsItNormalises() {
    // GIVEN
    Normalize normalize =
        new Normalize(ImmutableDoubleArray.of(1, 3), ImmutableDoubleArray.of(2, 0.5));
    // WHEN, THEN
    assertThatThrownBy(() -> normalize.apply(counting(1, 3, 1, 1), seeded()))
        .hasMessage("this normalises images of 2 channels, but they have 3");
  }

  // ---------------------------------------------------------------- boxes

  @Test
  void erasesWithNoiseOfTheBatchsMeanAndDeviation() {
    // GIVEN a batch of large images with known moments
    float[] values = new Generator(5).normal(64 * 64 * 64, 3, 0.5);
    Images images = new Images(values, 64, 1, 64, 64);
    // WHEN nearly all of it is erased
    float[] erased = new RandErase(1, 1).apply(images, seeded()).values();
    // THEN
    Tensor after = Tensor.of(erased, erased.length);
    assertThat(after.mean().item()).isCloseTo(3, within(0.01));
    assertThat(after.std().item()).isCloseTo(0.5, within(0.01));
  }

  @Test
  void erasesInTheRangeOfTheBatch() {
    // GIVEN
    Images images = counting(4, 1, 4, 4);
    // WHEN
    float[] erased = new RandErase(0.9, 4).apply(images, seeded()).values();
    // THEN
    assertThat(erased).isNotEqualTo(counting(4, 1, 4, 4).values()).contains(1f, 64f);
    IntStream.range(0, 64).forEach(i -> assertThat(erased[i]).isBetween(1f, 64f));
  }

  @Test
  void copiesABoxAsItWasBeforeAlsoWhereItOverlaps() {
    // GIVEN all that one copy of a row of two pixels can make of an image of 2 × 3
    List<List<Float>> possible = new ArrayList<>();
    for (int from : new int[] {0, 1, 3, 4}) {
      for (int to : new int[] {0, 1, 3, 4}) {
        float[] image = {1, 2, 3, 4, 5, 6};
        image[to] = from + 1;
        image[to + 1] = from + 2;
        possible.add(Floats.asList(image));
      }
    }
    // WHEN
    Set<List<Float>> copied = new HashSet<>();
    for (int seed = 0; seed < 300; seed++) {
      Images images = new RandCopy(0.67, 1).apply(counting(1, 1, 2, 3), new Generator(seed));
      copied.add(Floats.asList(images.values()));
    }
    // THEN
    assertThat(copied).hasSameElementsAs(possible);
  }

  @Test
  void leavesImagesThatAreTooSmallForABox() {
    assertThat(new RandErase().apply(counting(2, 1, 4, 4), seeded()).values())
        .isEqualTo(counting(2, 1, 4, 4).values());
    assertThat(new RandCopy().apply(counting(2, 1, 4, 4), seeded()).values())
        .isEqualTo(counting(2, 1, 4, 4).values());
  }

  @Test
  void refusesBoxesThatAreLargerThanTheImage() {
    assertThatThrownBy(() -> new RandErase(1.1, 4))
        .hasMessage("the side of a box is a share of the image's in [0, 1], not 1.1");
    assertThatThrownBy(() -> new RandCopy(0.2, -1))
        .hasMessage("the greatest number of boxes must not be negative: -1");
  }

  // ---------------------------------------------------------------- images

  @Test
  void saysWhatImagesAre() {
    assertThatThrownBy(() -> Images.of(new HostArray.Floats(new float[6], 2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(
            "expected float32 [batch, channels, height, width], got float32 [2, 3]");
    assertThatThrownBy(() -> Images.of(Tensor.zeros(2, 3)))
        .hasMessageEndingWith("expected [batch, channels, height, width], got [2, 3]");
    assertThatThrownBy(() -> new Images(new float[5], 1, 1, 2, 3))
        .hasMessage("expected 6 values for images of shape [1, 1, 2, 3], got 5");
  }
}

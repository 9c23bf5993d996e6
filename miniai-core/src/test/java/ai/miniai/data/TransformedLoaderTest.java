package ai.miniai.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.data.transform.RandErase;
import ai.miniai.data.transform.RandomHorizontalFlip;
import ai.miniai.data.transform.Transform;
import ai.miniai.random.Seed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransformedLoaderTest {
  private static final Transform AUGMENT =
      Transform.compose(new RandomHorizontalFlip(), new RandErase(0.5, 2));

  /** Ten images of 2 × 2 whose label is their number. */
  private static DatasetLoader images() {
    Dataset images =
        new Numbers(10)
            .map(
                item -> {
                  int label = Numbers.labels(item.arrays().get(1)).get(0).intValue();
                  return Sample.of(new float[] {label, 2, 3, 4}, new long[] {1, 2, 2}, label);
                });
    return DataLoader.of(images, 4).shuffle(true).transform(AUGMENT);
  }

  private static List<double[]> inputs(DataLoader loader) {
    List<double[]> inputs = new ArrayList<>();
    loader.forEach(batch -> inputs.add(batch.x().toDoubles()));
    return inputs;
  }

  @Test
  void prefetchingDoesNotChangeWhatIsDrawn() {
    // WHEN
    Seed.set(1);
    List<double[]> without = inputs(images().prefetch(0));
    Seed.set(1);
    List<double[]> with = inputs(images().prefetch(2));
    // THEN
    assertThat(with).hasSize(3).usingRecursiveComparison().isEqualTo(without);
  }

  @Test
  void aPassThatEndsEarlyDoesNotChangeTheNext() {
    // GIVEN a pass that is read, and one that is left after a batch, with more of it ready
    DataLoader loader = images();
    Seed.set(1);
    inputs(loader);
    List<double[]> second = inputs(loader);
    Seed.set(1);
    try (Batches batches = loader.iterate()) {
      batches.next();
    }
    // WHEN, THEN
    assertThat(inputs(loader)).usingRecursiveComparison().isEqualTo(second);
  }

  @Test
  void keepsTheOrderThatThereIsWithoutTransforms() {
    // WHEN
    Seed.set(1);
    List<List<Integer>> without = Numbers.labels(images().transform());
    Seed.set(1);
    List<List<Integer>> with = Numbers.labels(images());
    // THEN
    assertThat(with).isEqualTo(without);
  }

  @Test
  void saysThatTransformsWantImages() {
    // GIVEN
    DataLoader loader = DataLoader.of(new Numbers(10), 4).transform(AUGMENT);
    // WHEN, THEN
    assertThatThrownBy(() -> loader.iterate().next())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(
            "expected float32 [batch, channels, height, width], got float32 [4, 1]");
  }
}

package ai.miniai.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.random.Generator;
import ai.miniai.random.Seed;
import ai.miniai.tensor.HostArray;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** The shuffled orders were printed by PyTorch. */
class DatasetLoaderTest {
  @Test
  void givesTheItemsInTheirOrder() {
    // GIVEN
    DataLoader loader = DataLoader.of(new Numbers(5), 2);
    // WHEN, THEN
    assertThat(Numbers.labels(loader)).containsExactly(List.of(0, 1), List.of(2, 3), List.of(4));
    assertThat(loader.size()).isEqualTo(3);
  }

  @Test
  void givesTensorsWithTheBatchAsFirstAxis() {
    // GIVEN
    Dataset images = new Numbers(3).map(item -> Sample.of(new float[12], new long[] {3, 2, 2}, 1));
    // WHEN
    Batch batch = DataLoader.of(images, 3).iterate().next();
    // THEN
    assertThat(batch.x().shape()).containsExactly(3, 3, 2, 2);
    assertThat(batch.x().dataType()).isEqualTo(DataType.FLOAT);
    assertThat(batch.y().shape()).containsExactly(3);
    assertThat(batch.y().dataType()).isEqualTo(DataType.INT64);
    assertThat(batch.size()).isEqualTo(3);
  }

  @Test
  void leavesOutALastBatchThatIsNotFull() {
    // GIVEN
    DataLoader loader = DataLoader.of(new Numbers(5), 2).dropLast(true);
    // WHEN, THEN
    assertThat(Numbers.labels(loader)).containsExactly(List.of(0, 1), List.of(2, 3));
    assertThat(loader.size()).isEqualTo(2);
  }

  @Test
  void getsLargerBatchesAndStaysAsItIs() {
    // GIVEN
    DatasetLoader loader = DataLoader.of(new Numbers(5), 2).dropLast(true);
    // WHEN, THEN
    assertThat(Numbers.labels(loader.batchSize(4))).containsExactly(List.of(0, 1, 2, 3));
    assertThat(loader.batchSize()).isEqualTo(2);
  }

  @Test
  void hasNoBatchesWithoutItems() {
    // GIVEN
    DataLoader loader = DataLoader.of(new Numbers(0), 2).shuffle(true);
    // WHEN, THEN
    assertThat(Numbers.labels(loader)).isEmpty();
    assertThat(loader.size()).isZero();
  }

  @Test
  void shufflesAsPyTorchDoes() {
    // GIVEN
    Seed.set(1);
    DataLoader loader = DataLoader.of(new Numbers(10), 4).shuffle(true);
    // WHEN, THEN in the first pass and in the second
    assertThat(Numbers.labels(loader))
        .containsExactly(List.of(4, 2, 0, 6), List.of(8, 7, 9, 1), List.of(5, 3));
    assertThat(Numbers.labels(loader))
        .containsExactly(List.of(4, 8, 1, 5), List.of(0, 2, 3, 6), List.of(9, 7));
    assertThat(Seed.generator().uniform(1, 0, 1)).containsExactly(0.5695085f);
  }

  @Test
  void shufflesSixtyThousandItemsAsPyTorchDoes() {
    // GIVEN
    Seed.set(1);
    DataLoader loader = DataLoader.of(new Numbers(60_000), 1024).shuffle(true);
    // WHEN
    List<List<Integer>> first = Numbers.labels(loader);
    List<List<Integer>> second = Numbers.labels(loader);
    // THEN
    assertThat(first.get(0))
        .startsWith(
            24894, 45082, 51850, 25962, 57884, 58887, 59203, 58901, 35538, 53208, 48050, 852, 57127,
            16621, 3592, 21865);
    assertThat(first).hasSize(59);
    assertThat(first.get(58)).hasSize(608).endsWith(3579, 14949, 36656);
    assertThat(second.get(0)).startsWith(23224, 52501, 34224, 2252, 41614);
  }

  @Test
  void drawsOneNumberWhenItDoesNotShuffle() {
    // GIVEN
    Seed.set(1);
    // WHEN
    DataLoader.of(new Numbers(10), 4).iterate().close();
    // THEN
    assertThat(Seed.generator().uniform(1, 0, 1)).containsExactly(0.40306926f);
  }

  @Test
  void takesTheOrderStraightFromAGeneratorOfItsOwn() {
    // GIVEN
    Generator generator = new Generator(5);
    DataLoader loader = DataLoader.of(new Numbers(10), 4).shuffle(true).generator(generator);
    // WHEN, THEN in the first pass and in the second
    assertThat(Numbers.labels(loader))
        .containsExactly(List.of(7, 4, 8, 1), List.of(2, 3, 6, 5), List.of(9, 0));
    assertThat(Numbers.labels(loader))
        .containsExactly(List.of(2, 1, 6, 3), List.of(5, 9, 4, 7), List.of(8, 0));
    assertThat(generator.uniform(1, 0, 1)[0]).isBetween(0.58185f, 0.58195f);
  }

  @Test
  void joinsItemsAsItIsTold() {
    // GIVEN a function that counts the items
    Collate counting = samples -> List.of(new HostArray.Longs(new long[] {samples.size()}, 1));
    // WHEN
    DataLoader loader = DataLoader.of(new Numbers(5), 2).collate(counting);
    // THEN
    assertThat(Numbers.labels(loader)).containsExactly(List.of(2), List.of(2), List.of(1));
  }

  @Test
  void endsAfterTheLastBatch() {
    // GIVEN
    Batches batches = DataLoader.of(new Numbers(2), 2).iterate();
    batches.next();
    // WHEN, THEN
    assertThat(batches.hasNext()).isFalse();
    assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void refusesABatchSizeOfZero() {
    assertThatThrownBy(() -> DataLoader.of(new Numbers(2), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a batch size of 1 or more, got 0");
  }

  @Test
  void pairsShuffledTrainingWithLargerValidationBatches() {
    // GIVEN
    Seed.set(1);
    // WHEN
    DataLoaders loaders = DataLoaders.of(new Numbers(10), new Numbers(9), 4);
    // THEN
    assertThat(loaders.train().batchSize()).isEqualTo(4);
    assertThat(loaders.valid().batchSize()).isEqualTo(8);
    assertThat(Numbers.labels(loaders.train()).get(0)).containsExactly(4, 2, 0, 6);
    assertThat(Numbers.labels(loaders.valid()).get(0)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
  }
}

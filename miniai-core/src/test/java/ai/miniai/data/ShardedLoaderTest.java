package ai.miniai.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.data.transform.RandomHorizontalFlip;
import ai.miniai.random.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The shares of all workers are the batches of one. */
class ShardedLoaderTest {
  private static Dataset items(int n) {
    return Dataset.of(
        IntStream.range(0, n)
            .mapToObj(i -> Sample.of(new float[] {i}, new long[] {1}, i))
            .toList());
  }

  private static List<List<Double>> pass(DataLoader loader) {
    Seed.setHere(3);
    List<List<Double>> batches = new ArrayList<>();
    try (Batches pass = loader.iterate()) {
      while (pass.hasNext()) {
        Batch batch = pass.next();
        List<Double> values = new ArrayList<>();
        for (double value : batch.x().toDoubles()) {
          values.add(value);
        }
        assertThat(batch.size()).isEqualTo(values.size());
        batches.add(values);
      }
    }
    return batches;
  }

  /** Validation shares put together; a worker without items in the last batch has one less. */
  private static List<List<Double>> together(DataLoader whole, int workers) {
    List<List<Double>> all = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      ShardedLoader share = ShardedLoader.ofValidation(whole, worker, workers);
      List<List<Double>> own = pass(share);
      assertThat(share.size()).isEqualTo(own.size());
      for (int i = 0; i < own.size(); i++) {
        if (i == all.size()) {
          all.add(new ArrayList<>());
        }
        all.get(i).addAll(own.get(i));
        assertThat(own.get(i)).hasSizeLessThanOrEqualTo(share.batchSize());
      }
    }
    return all;
  }

  @Property(tries = 100)
  void sharesAreTheWholeBatches(
      @ForAll @IntRange(min = 1, max = 60) int n,
      @ForAll @IntRange(min = 1, max = 12) int batchSize,
      @ForAll @IntRange(min = 1, max = 12) int workers,
      @ForAll boolean shuffle,
      @ForAll boolean stacks,
      @ForAll boolean dropLast) {
    int most = Math.min(workers, batchSize);
    DatasetLoader plain = DataLoader.of(items(n), batchSize).shuffle(shuffle).dropLast(dropLast);
    DatasetLoader loader = stacks ? plain : plain.collate(samples -> Collate.stack(samples));
    assertThat(together(loader, most)).isEqualTo(pass(loader));
  }

  @Property(tries = 50)
  void inTrainingEachWorkerHasAnItemOfEachBatch(
      @ForAll @IntRange(min = 5, max = 60) int n,
      @ForAll @IntRange(min = 1, max = 5) int workers,
      @ForAll boolean stacks) {
    DatasetLoader plain = DataLoader.of(items(n), 5).shuffle(true);
    DatasetLoader loader = stacks ? plain : plain.collate(samples -> Collate.stack(samples));
    int batches = n / 5 + (n % 5 >= workers ? 1 : 0);
    for (int worker = 0; worker < workers; worker++) {
      ShardedLoader share = ShardedLoader.ofTraining(loader, worker, workers);
      assertThat(pass(share)).hasSize(batches).doesNotContain(List.of());
      assertThat(share.size()).isEqualTo(batches);
    }
  }

  @Test
  void transformsDrawAsForTheWholeBatch() {
    Dataset images =
        Dataset.of(
            IntStream.range(0, 12)
                .mapToObj(i -> Sample.of(new float[] {i, -i}, new long[] {1, 1, 2}, i))
                .toList());
    DatasetLoader loader = DataLoader.of(images, 6).transform(new RandomHorizontalFlip(0.5));
    List<List<Double>> shares = new ArrayList<>();
    for (int worker = 0; worker < 3; worker++) {
      DataLoader share = ShardedLoader.ofTraining(loader, worker, 3);
      Seed.setHere(3);
      List<Double> values = new ArrayList<>();
      share.iterate().forEachRemaining(batch -> values.add(batch.x().toDoubles()[0]));
      shares.add(values);
    }
    Seed.setHere(3);
    List<Double> whole = new ArrayList<>();
    loader.iterate().forEachRemaining(batch -> whole.add(batch.x().toDoubles()[4]));
    assertThat(shares.get(1)).isEqualTo(whole);
  }

  @Test
  void aSmallBatchOfAnotherLoaderIsAnError() {
    DatasetLoader hidden = DataLoader.of(items(5), 2);
    DataLoader other =
        new DataLoader() {
          @Override
          public Batches iterate() {
            return hidden.iterate();
          }

          @Override
          public int size() {
            return hidden.size();
          }

          @Override
          public int batchSize() {
            return hidden.batchSize();
          }
        };
    assertThatThrownBy(() -> pass(ShardedLoader.ofTraining(other, 0, 2)))
        .hasMessageContaining("a batch has 1 items, fewer than the 2 workers");
    assertThat(pass(ShardedLoader.ofValidation(other, 0, 2)))
        .containsExactly(List.of(0.0), List.of(2.0), List.of(4.0));
  }

  @Test
  void whatCannotBeSharedIsRefused() {
    DataLoader loader = DataLoader.of(items(10), 2);
    assertThatThrownBy(() -> ShardedLoader.ofTraining(loader, 0, 3))
        .hasMessageContaining("a batch of 2 items is too small for 3 workers");
    assertThatThrownBy(() -> ShardedLoader.ofTraining(loader, 2, 2))
        .hasMessageContaining("there is no worker 2 of 2");
    assertThatThrownBy(
            () -> ShardedLoader.ofTraining(DataLoader.of(items(2), 3), 2, 3).checkNotEmpty())
        .hasMessageContaining("worker 2 of 3 has no items");
  }
}

package ai.miniai.data;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.random.Generator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DatasetLoaderLawsTest {
  @Property(tries = 60)
  void eachItemComesExactlyOnce(
      @ForAll long seed,
      @ForAll @IntRange(max = 80) int items,
      @ForAll @IntRange(min = 1, max = 90) int batchSize,
      @ForAll boolean shuffle,
      @ForAll @IntRange(max = 4) int prefetch) {
    // GIVEN
    DataLoader loader =
        DataLoader.of(new Numbers(items), batchSize)
            .shuffle(shuffle)
            .prefetch(prefetch)
            .generator(new Generator(seed));
    // WHEN
    List<List<Integer>> labels = Numbers.labels(loader);
    // THEN
    assertThat(labels).hasSize(loader.size());
    assertThat(labels.stream().flatMap(List::stream).sorted())
        .containsExactlyElementsOf(IntStream.range(0, items).boxed().toList());
  }

  @Property(tries = 60)
  void onlyFullBatchesComeWhenTheLastIsDropped(
      @ForAll @IntRange(max = 80) int items, @ForAll @IntRange(min = 1, max = 90) int batchSize) {
    // GIVEN
    DataLoader loader = DataLoader.of(new Numbers(items), batchSize).dropLast(true);
    // WHEN
    List<List<Integer>> labels = Numbers.labels(loader);
    // THEN
    assertThat(labels).hasSize(items / batchSize).hasSize(loader.size());
    assertThat(labels).allSatisfy(batch -> assertThat(batch).hasSize(batchSize));
  }

  @Property(tries = 30)
  void prefetchingChangesNothing(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int batchSize) {
    // GIVEN
    DatasetLoader loader = DataLoader.of(new Numbers(50), batchSize).shuffle(true);
    // WHEN
    List<List<Integer>> without = Numbers.labels(loader.prefetch(0).generator(new Generator(seed)));
    // THEN
    assertThat(Numbers.labels(loader.prefetch(1).generator(new Generator(seed))))
        .isEqualTo(without);
    assertThat(Numbers.labels(loader.prefetch(4).generator(new Generator(seed))))
        .isEqualTo(without);
  }

  @Property(tries = 30)
  void theSeedDecidesTheOrderOfEveryPass(@ForAll long seed) {
    // GIVEN
    DatasetLoader loader = DataLoader.of(new Numbers(50), 8).shuffle(true);
    DataLoader one = loader.generator(new Generator(seed));
    DataLoader other = loader.generator(new Generator(seed));
    // WHEN
    List<List<Integer>> firstPass = Numbers.labels(one);
    List<List<Integer>> secondPass = Numbers.labels(one);
    // THEN
    assertThat(Numbers.labels(other)).isEqualTo(firstPass);
    assertThat(Numbers.labels(other)).isEqualTo(secondPass).isNotEqualTo(firstPass);
  }
}

package ai.miniai.examples.battery.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.random.Generator;
import ai.miniai.tensor.HostArray;
import java.lang.reflect.Array;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MadeUpDataTest {
  private static double[] targets(Dataset data) {
    return IntStream.range(0, data.size())
        .mapToDouble(i -> Array.getDouble(data.get(i).arrays().get(1).values(), 0))
        .toArray();
  }

  static Stream<Plan> tablesAndSequences() {
    return Stream.of(
        TablePlans.noisy(),
        TablePlans.sixClasses(),
        TablePlans.outliers(),
        TokenPlans.lstm(),
        TokenPlans.language(),
        TokenPlans.attention());
  }

  @ParameterizedTest
  @MethodSource("tablesAndSequences")
  void itemsAreDifferentAndNoneIsInBothParts(Plan plan) {
    assertThat(Stream.of(plan.train, plan.valid).flatMap(MadeUpDataTest::items))
        .doesNotHaveDuplicates();
  }

  private static Stream<Sample> items(Dataset data) {
    return IntStream.range(0, 100).mapToObj(data::get);
  }

  @Test
  void theSameSeedGivesTheSameItems() {
    assertThat(MadeUpTokens.text(5, 3).get(4)).isEqualTo(MadeUpTokens.text(5, 3).get(4));
    assertThat(TablePlans.noisy().train.get(9)).isEqualTo(TablePlans.noisy().train.get(9));
  }

  @Test
  void classesAreAsFrequentAsTheTaskSays() {
    assertThat(share(TablePlans.noisy())).isCloseTo(0.5, within(0.03));
    assertThat(share(TablePlans.clean())).isCloseTo(0.5, within(0.1));
    assertThat(share(TablePlans.imbalanced())).isCloseTo(0.05, within(0.01));
    assertThat(share(TablePlans.rare())).isCloseTo(0.01, within(0.004));
  }

  private static double share(Plan plan) {
    return IntStream.range(0, plan.train.size())
        .mapToDouble(i -> targets(plan.train)[i])
        .average()
        .orElseThrow();
  }

  @Test
  void theBestLossOfTheNoisyTableIsNearThatOfGuessing() {
    Generator chance = new Generator(1);
    double loss =
        IntStream.range(0, 10_000)
            .mapToDouble(i -> 0.6 * MadeUpTable.sum(chance.normal(MadeUpTable.COLUMNS, 0, 1)))
            .map(logit -> 1 / (1 + Math.exp(-logit)))
            .map(p -> -p * Math.log(p) - (1 - p) * Math.log(1 - p))
            .average()
            .orElseThrow();
    assertThat(loss).isCloseTo(0.65, within(0.005));
  }

  // ---------------------------------------------------------------- wrong targets

  private static final Dataset THREE =
      Dataset.of(
          Stream.of(2L, 0L, 1L)
              .map(
                  label ->
                      Sample.of(
                          new HostArray.Floats(new float[] {label}), MadeUpTable.label(label)))
              .toList());

  @Test
  void targetsMoveAwayFromTheirInputs() {
    assertThat(targets(Targets.ofNextItem(THREE))).containsExactly(0, 1, 2);
    assertThat(targets(Targets.mixed(THREE))).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(targets(Targets.changed(THREE, label -> 0))).containsExactly(0, 0, 0);
    assertThat(Targets.ofNextItem(THREE).get(0).arrays().get(0))
        .isEqualTo(THREE.get(0).arrays().get(0));
  }

  @Test
  void sortedItemsKeepTheirTargets() {
    Dataset sorted = Targets.sorted(THREE);
    assertThat(targets(sorted)).containsExactly(0, 1, 2);
    assertThat(sorted.get(2)).isEqualTo(THREE.get(0));
  }

  @Test
  void flatTargetsHaveNoAxis() {
    Dataset flat = Targets.flat(TablePlans.outliers().train);
    assertThat(flat.get(0).arrays().get(1).shape()).isEmpty();
  }
}

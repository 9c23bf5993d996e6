package ai.miniai.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class GeneratorLawsTest {
  @Property(tries = 100)
  void aPermutationHoldsEachNumberOnce(@ForAll long seed, @ForAll @IntRange(max = 3000) int count) {
    // GIVEN
    Generator generator = new Generator(seed);
    // WHEN
    int[] permutation = generator.permutation(count);
    // THEN
    Arrays.sort(permutation);
    assertThat(permutation).isEqualTo(IntStream.range(0, count).toArray());
  }

  @Property(tries = 20)
  void uniformNumbersHaveTheMomentsOfTheDistribution(@ForAll @IntRange int seed) {
    // GIVEN
    Generator generator = new Generator(seed);
    // WHEN
    float[] numbers = generator.uniform(100_000, -1, 3);
    // THEN within five standard errors: mean 1, variance 16/12
    assertThat(mean(numbers)).isEqualTo(1, within(5 * Math.sqrt(16 / 12.0 / 100_000)));
    assertThat(variance(numbers)).isEqualTo(16 / 12.0, within(0.03));
  }

  @Property(tries = 20)
  void normalNumbersHaveTheMomentsOfTheDistribution(@ForAll @IntRange int seed) {
    // GIVEN
    Generator generator = new Generator(seed);
    // WHEN
    float[] numbers = generator.normal(100_000, 2, 0.5);
    // THEN within about five standard errors
    assertThat(mean(numbers)).isEqualTo(2, within(0.008));
    assertThat(variance(numbers)).isEqualTo(0.25, within(0.006));
  }

  @Property(tries = 20)
  void normalNumbersDrawnOneByOneHaveTheMomentsToo(@ForAll @IntRange int seed) {
    // GIVEN
    Generator generator = new Generator(seed);
    // WHEN
    float[] numbers = new float[20_000];
    for (int i = 0; i < numbers.length; i += 4) {
      System.arraycopy(generator.normal(4, 0, 1), 0, numbers, i, 4);
    }
    // THEN within about five standard errors
    assertThat(mean(numbers)).isEqualTo(0, within(0.036));
    assertThat(variance(numbers)).isEqualTo(1, within(0.051));
  }

  @Property(tries = 100)
  void aRestoredGeneratorGoesOnWithTheSameNumbers(
      @ForAll long seed, @ForAll @IntRange(max = 2000) int before) {
    // GIVEN a generator somewhere in its stream, perhaps with a spare normal number
    Generator generator = new Generator(seed);
    generator.uniform(before, 0, 1);
    generator.normal(before % 16, 0, 1);
    Generator.State state = generator.state();
    float[] expected = generator.normal(3, 0, 1);
    int[] expectedOrder = generator.permutation(700);
    // WHEN
    Generator other = new Generator(0);
    other.restore(state);
    // THEN
    assertThat(other.normal(3, 0, 1)).containsExactly(expected);
    assertThat(other.permutation(700)).containsExactly(expectedOrder);
    assertThat(other.seed()).isEqualTo(seed);
  }

  @Property(tries = 50)
  void aStateDoesNotMoveWithItsGenerator(@ForAll long seed) {
    // GIVEN
    Generator generator = new Generator(seed);
    Generator.State state = generator.state();
    // WHEN
    generator.uniform(1000, 0, 1);
    // THEN
    assertThat(state).isEqualTo(new Generator(seed).state()).isNotEqualTo(generator.state());
  }

  private static double mean(float[] numbers) {
    double sum = 0;
    for (float number : numbers) {
      sum += number;
    }
    return sum / numbers.length;
  }

  private static double variance(float[] numbers) {
    double mean = mean(numbers);
    double sum = 0;
    for (float number : numbers) {
      sum += (number - mean) * (number - mean);
    }
    return sum / numbers.length;
  }
}

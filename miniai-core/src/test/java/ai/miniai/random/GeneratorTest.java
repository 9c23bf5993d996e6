package ai.miniai.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The expected numbers were printed by PyTorch on a CPU. */
class GeneratorTest {
  @Test
  void drawsTheRawNumbersOfPyTorch() {
    // GIVEN
    Generator generator = new Generator(1);
    // WHEN
    long[] drawn =
        IntStream.range(0, 8)
            .mapToLong(i -> Integer.toUnsignedLong(generator.nextInt32()))
            .toArray();
    // THEN
    assertThat(drawn)
        .containsExactly(
            1791095845L,
            4282876139L,
            3093770124L,
            4005303368L,
            491263L,
            550290313L,
            1298508491L,
            4290846341L);
  }

  @Test
  void drawsTheUniformNumbersOfALinearLayer() {
    // GIVEN
    Generator generator = new Generator(1);
    double bound = 1 / Math.sqrt(784);
    // WHEN
    float[] weight = generator.uniform(50 * 784, -bound, bound);
    float[] bias = generator.uniform(50, -bound, bound);
    // THEN
    assertThat(Arrays.copyOf(weight, 8))
        .containsExactly(
            0.018402258f,
            -0.01576351f,
            -0.006923625f,
            0.016763177f,
            -0.03362275f,
            0.021418475f,
            -0.007347333f,
            0.018169425f);
    assertThat(Arrays.copyOf(bias, 3)).containsExactly(-0.011166454f, -0.011015935f, 0.03312452f);
    assertThat(sum(weight)).isEqualTo(1.0821734739342332, within(1e-12));
  }

  @Test
  void roundsUniformNumbersAsPyTorchDoes() {
    // GIVEN
    Generator generator = new Generator(42);
    // WHEN
    float[] numbers = generator.uniform(200_003, -0.25, 0.75);
    // THEN
    assertThat(Arrays.copyOf(numbers, 4))
        .containsExactly(0.63226926f, 0.66500396f, 0.13286376f, 0.70930564f);
    assertThat(numbers[200_002]).isEqualTo(0.654743f);
    assertThat(sum(numbers)).isEqualTo(50131.51914602518, within(1e-9));
  }

  @Test
  void drawsABlockOfNormalNumbersAndTheTailAnew() {
    // GIVEN
    Generator generator = new Generator(42);
    // WHEN
    float[] numbers = generator.normal(24, 0, 1);
    // THEN
    float[] expected = {
      1.9269153f, 1.4872841f, 0.9007172f, -2.105521f,
      0.67841846f, -1.2345449f, -0.043067478f, -1.604667f,
      0.3558599f, -0.686623f, -0.49335635f, 0.24148779f,
      -1.1109039f, 0.09154566f, -2.3169227f, -0.21680473f,
      -0.30972677f, -0.3957105f, 0.80340934f, -0.6215954f,
      -0.59200054f, -0.06307438f, -0.8285543f, 0.33089843f
    };
    assertThat(numbers).containsExactly(expected, within(2e-6f));
  }

  @Test
  void drawsSeventeenNormalNumbersAsPyTorchDoes() {
    // GIVEN
    Generator generator = new Generator(42);
    // WHEN
    float[] numbers = generator.normal(17, 0, 1);
    // THEN
    float[] expected = {
      1.9269153f, -0.15959747f, -0.49739754f, 0.43958926f,
      -0.75813115f, 1.0783176f, 0.80080056f, 1.6806206f,
      0.3558599f, 1.2964228f, 0.6104665f, 1.3347378f,
      -0.23162432f, 0.04175949f, -0.2515753f, 0.8598585f,
      -0.30972677f
    };
    assertThat(numbers).containsExactly(expected, within(2e-6f));
  }

  @Test
  void scalesNormalNumbersByMeanAndStd() {
    // GIVEN
    Generator generator = new Generator(42);
    // WHEN
    float[] numbers = generator.normal(16, -3, 0.5);
    // THEN
    float[] expected = {
      -2.0365424f, -2.256358f, -2.5496414f, -4.0527606f,
      -2.6607907f, -3.6172724f, -3.0215337f, -3.8023334f,
      -3.3760676f, -2.1756384f, -3.1962392f, -3.7018037f,
      -3.3639407f, -3.279715f, -3.3844194f, -2.6187773f
    };
    assertThat(numbers).containsExactly(expected, within(2e-6f));
  }

  @Test
  void keepsTheSpareOfAPairOfNormalNumbersForTheNextCall() {
    // GIVEN
    Generator generator = new Generator(42);
    // WHEN
    float[] five = generator.normal(5, 0, 1);
    float[] two = generator.normal(2, 0, 1);
    float[] uniform = generator.uniform(2, 0, 1);
    // THEN
    assertThat(five)
        .containsExactly(0.33669037f, 0.1288094f, 0.23446237f, 0.23033303f, -1.1228564f);
    assertThat(two).containsExactly(-0.18632829f, 2.2082014f);
    assertThat(uniform).containsExactly(0.8854429f, 0.57390445f);
  }

  @Test
  void mixesEveryKindOfDrawInOneStream() {
    // GIVEN
    Generator generator = new Generator(1);
    generator.uniform(700, 0, 1);
    // WHEN
    int[] permutation = generator.permutation(7);
    float[] three = generator.normal(3, 0, 1);
    long[] longs = {generator.nextInt63(), generator.nextInt63(), generator.nextInt63()};
    float[] two = generator.normal(2, 0, 1);
    // THEN
    assertThat(permutation).containsExactly(6, 1, 2, 4, 3, 5, 0);
    assertThat(three).containsExactly(-2.4862666f, 0.34710848f, 0.5022872f);
    assertThat(longs)
        .containsExactly(8229945326543437998L, 5215806124089963331L, 9047607421374272451L);
    assertThat(two).containsExactly(0.90291303f, 1.7152808f);
  }

  @Test
  void takesSeedsThatAreNegativeOrLargerThan32Bits() {
    // GIVEN
    Generator negative = new Generator(-1);
    Generator large = new Generator(67280421310721L);
    // WHEN
    float[] ofNegative = negative.uniform(3, 0, 1);
    float[] ofLarge = large.uniform(3, 0, 1);
    // THEN
    assertThat(ofNegative).containsExactly(0.9937994f, 0.57130635f, 0.57000804f);
    assertThat(ofLarge).containsExactly(0.26729524f, 0.8725283f, 0.33528882f);
  }

  @Test
  void drawsTheSmallPermutationOfPyTorch() {
    // GIVEN
    Generator generator = new Generator(7);
    // WHEN
    int[] permutation = generator.permutation(20);
    // THEN
    assertThat(permutation)
        .containsExactly(15, 17, 9, 12, 7, 1, 19, 3, 4, 11, 18, 8, 2, 14, 16, 0, 10, 13, 6, 5);
  }

  @Test
  void drawsTheLargePermutationOfPyTorch() {
    // GIVEN
    Generator generator = new Generator(9);
    // WHEN
    int[] permutation = generator.permutation(60_000);
    // THEN
    assertThat(Arrays.copyOf(permutation, 5)).containsExactly(36670, 34278, 46828, 55790, 12070);
    assertThat(IntStream.range(0, 60_000).mapToLong(i -> (long) i * permutation[i]).sum())
        .isEqualTo(54029172660991L);
  }

  @Test
  void startsAgainWithTheSameSeed() {
    // GIVEN a generator that holds a spare normal number
    Generator generator = new Generator(3);
    float[] first = generator.normal(1, 0, 1);
    // WHEN
    generator.manualSeed(3);
    // THEN
    assertThat(generator.normal(1, 0, 1)).containsExactly(first);
    assertThat(generator.seed()).isEqualTo(3);
  }

  @Test
  void refusesStateThatIsNotOne() {
    // GIVEN
    ImmutableIntArray tooFew = ImmutableIntArray.of(1, 2, 3);
    // WHEN, THEN
    assertThatThrownBy(() -> new Generator.State(1, tooFew, 0, OptionalDouble.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected 624 words of generator state, got 3");
  }

  @Test
  void refusesARangeUpsideDown() {
    // GIVEN
    Generator generator = new Generator(1);
    // WHEN, THEN
    assertThatThrownBy(() -> generator.uniform(3, 2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a finite range with low <= high, got low 2.0 and high 1.0");
  }

  @Test
  void refusesANegativeDeviation() {
    // GIVEN
    Generator generator = new Generator(1);
    // WHEN, THEN
    assertThatThrownBy(() -> generator.normal(3, 0, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a finite mean and a finite std >= 0, got mean 0.0 and std -1.0");
  }

  private static double sum(float[] numbers) {
    double sum = 0;
    for (float number : numbers) {
      sum += number;
    }
    return sum;
  }
}

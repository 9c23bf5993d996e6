package ai.miniai.tensor;

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
            0.018402257934212685f,
            -0.015763510018587112f,
            -0.0069236247800290585f,
            0.016763176769018173f,
            -0.03362274914979935f,
            0.02141847461462021f,
            -0.007347332779318094f,
            0.018169425427913666f);
    assertThat(Arrays.copyOf(bias, 3))
        .containsExactly(-0.011166454292833805f, -0.011015934869647026f, 0.033124521374702454f);
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
        .containsExactly(
            0.6322692632675171f, 0.6650039553642273f, 0.13286375999450684f, 0.7093056440353394f);
    assertThat(numbers[200_002]).isEqualTo(0.6547430157661438f);
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
      1.9269152879714966f, 1.4872840642929077f, 0.9007171988487244f, -2.1055209636688232f,
      0.6784184575080872f, -1.2345448732376099f, -0.04306747764348984f, -1.6046669483184814f,
      0.3558599054813385f, -0.6866229772567749f, -0.4933563470840454f, 0.2414877861738205f,
      -1.1109038591384888f, 0.09154565632343292f, -2.316922664642334f, -0.21680472791194916f,
      -0.3097267746925354f, -0.3957104980945587f, 0.8034093379974365f, -0.6215953826904297f,
      -0.5920005440711975f, -0.06307438015937805f, -0.8285542726516724f, 0.3308984339237213f
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
      1.9269152879714966f, -0.1595974713563919f, -0.4973975419998169f, 0.439589262008667f,
      -0.7581311464309692f, 1.078317642211914f, 0.8008005619049072f, 1.680620551109314f,
      0.3558599054813385f, 1.2964228391647339f, 0.610466480255127f, 1.334737777709961f,
      -0.2316243201494217f, 0.041759490966796875f, -0.2515752911567688f, 0.859858512878418f,
      -0.3097267746925354f
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
      -2.0365424156188965f, -2.2563579082489014f, -2.5496413707733154f, -4.052760601043701f,
      -2.6607906818389893f, -3.61727237701416f, -3.021533727645874f, -3.802333354949951f,
      -3.376067638397217f, -2.175638437271118f, -3.1962392330169678f, -3.701803684234619f,
      -3.363940715789795f, -3.279715061187744f, -3.3844194412231445f, -2.618777275085449f
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
        .containsExactly(
            0.33669036626815796f,
            0.12880940735340118f,
            0.23446236550807953f,
            0.23033303022384644f,
            -1.1228563785552979f);
    assertThat(two).containsExactly(-0.18632829189300537f, 2.2082014083862305f);
    assertThat(uniform).containsExactly(0.8854429125785828f, 0.5739044547080994f);
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
    assertThat(three)
        .containsExactly(-2.486266613006592f, 0.34710848331451416f, 0.5022872090339661f);
    assertThat(longs)
        .containsExactly(8229945326543437998L, 5215806124089963331L, 9047607421374272451L);
    assertThat(two).containsExactly(0.9029130339622498f, 1.7152807712554932f);
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
    assertThat(ofNegative)
        .containsExactly(0.9937993884086609f, 0.5713063478469849f, 0.5700080394744873f);
    assertThat(ofLarge)
        .containsExactly(0.267295241355896f, 0.8725283145904541f, 0.3352888226509094f);
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

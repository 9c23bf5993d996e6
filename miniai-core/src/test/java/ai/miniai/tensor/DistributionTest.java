package ai.miniai.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.miniai.histogram.Bins;
import ai.miniai.kernels.CpuKernels;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.PortableKernels;
import ai.miniai.kernels.histogram.CpuDistribution;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The distribution of a tensor's values: what it says, and that both kernels say the same. */
class DistributionTest {
  private static final int MEAN = 0;
  private static final int STD = 1;
  private static final int NON_FINITE = 2;
  private static final int BELOW = 3;
  private static final int ABOVE = 4;
  private static final int ZEROS = 5;
  private static final int HEAD = 6;

  private static final Bins BINS = new Bins(50, 0, 10);

  @Test
  void theVectorIsFloat64WithSixNumbersAndTheCounts() {
    Tensor distribution = Tensor.of(new float[] {1, 2, 3}, 3).distribution(new Bins(7, 0, 1));

    assertThat(distribution.shape()).containsExactly(13);
    assertThat(distribution.dataType()).isEqualTo(DataType.DOUBLE);
  }

  @Test
  void integersAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.of(1, 2, 3).distribution(BINS))
        .withMessage("expected floating point values, not LONG of shape [3]");
  }

  @Test
  void ofATensorThatWantsAGradientItWantsNone() {
    Tensor x = Tensor.of(new float[] {1, 2, 3}, 3).requiresGrad(true);

    assertThat(x.distribution(BINS).requiresGrad()).isFalse();
  }

  /** Long trainings with small tensors would else keep the garbage collector busy. */
  @Test
  void ofASmallTensorTakesLittleOfTheHeap() {
    INDArray x = Nd4j.createFromArray(new float[64]);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    IntStream.range(0, 50).forEach(i -> CpuDistribution.summary(x, Bins.OCTAVES));

    long before = threads.getCurrentThreadAllocatedBytes();
    IntStream.range(0, 50).forEach(i -> CpuDistribution.summary(x, Bins.OCTAVES));
    long each = (threads.getCurrentThreadAllocatedBytes() - before) / 50;

    assertThat(each).isLessThan(12_000);
  }

  /** Each of the two forms, on its own. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void knownValuesHaveTheKnownDistribution(boolean portable) {
    INDArray x = Nd4j.createFromArray(-3f, 0f, 0.5f, 1f, 2f, 4f, 7f);

    double[] d = distribution(x, new Bins(4, 0.5, 4), portable);

    assertThat(d[MEAN]).isCloseTo(11.5 / 7, within(1e-12));
    assertThat(d[STD]).isCloseTo(3.171675237, within(1e-9)); // torch.std
    assertThat(d[NON_FINITE]).isZero();
    assertThat(d[BELOW]).isEqualTo(1);
    assertThat(d[ABOVE]).isEqualTo(1);
    assertThat(d[ZEROS]).isEqualTo(1);
    assertThat(counts(d)).containsExactly(2, 1, 1, 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsNotFiniteIsCountedApart(boolean portable) {
    float inf = Float.POSITIVE_INFINITY;
    INDArray x = Nd4j.createFromArray(Float.NaN, inf, -inf, 1f, 11f, -1e38f);

    double[] d = distribution(x, BINS, portable);

    assertThat(d[MEAN]).isNaN();
    assertThat(d[STD]).isNaN();
    assertThat(d[NON_FINITE]).isEqualTo(3);
    assertThat(d[BELOW]).isZero();
    assertThat(d[ABOVE]).isEqualTo(2);
    assertThat(sum(counts(d))).isEqualTo(1);
  }

  /** In every way of counting: few and many values, both scales, both types. */
  @ParameterizedTest
  @CsvSource({"7, FLOAT", "7, DOUBLE", "20001, FLOAT", "20001, DOUBLE"})
  void zerosOfBothSignsAreCountedButNoTinyValues(int length, DataType type) {
    double[] some = {0, -0.0, Float.MIN_VALUE, -Float.MIN_NORMAL, 1e-30, 3, 2000};
    double[] values = new double[length];
    Arrays.setAll(values, i -> some[i % some.length]);
    INDArray x = Nd4j.createFromArray(values).castTo(type);

    for (Bins bins : List.of(BINS, Bins.OCTAVES, new Bins(100, 0.5, 10))) {
      for (boolean portable : new boolean[] {false, true}) {
        double[] d = distribution(x, bins, portable);

        assertThat(d[ZEROS]).isEqualTo(length / 7 * 2 + Math.min(length % 7, 2));
        assertThat(d[NON_FINITE] + d[BELOW] + d[ABOVE] + sum(counts(d))).isEqualTo(length);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 20_001})
  void zerosAreCountedBesideNaN(int length) {
    INDArray x = Nd4j.zeros(DataType.FLOAT, length).putScalar(1, Float.NaN);

    for (boolean portable : new boolean[] {false, true}) {
      assertThat(distribution(x, BINS, portable)[ZEROS]).isEqualTo(length - 1);
      assertThat(distribution(x, Bins.OCTAVES, portable)[ZEROS]).isEqualTo(length - 1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneInfiniteValueMakesTheMeanInfiniteAsInPyTorch(boolean portable) {
    INDArray x = Nd4j.createFromArray(1f, 2f, Float.POSITIVE_INFINITY, 3f);

    double[] d = distribution(x, BINS, portable);

    assertThat(d[MEAN]).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(d[STD]).isNaN();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneValueHasAMeanButNoDeviation(boolean portable) {
    double[] d = distribution(Nd4j.scalar(2.5f), BINS, portable);

    assertThat(d[MEAN]).isEqualTo(2.5);
    assertThat(d[STD]).isNaN();
    assertThat(sum(counts(d))).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"50, 0, 10", "7, 0, 1", "13, 0.5, 3.3", "1, 0, 0.1", "1000, 0.1, 0.7"})
  void atEveryEdgeBothFormsCountAsPyTorchDoes(int count, double min, double max) {
    Bins bins = new Bins(count, min, max);
    checkCounts(aroundTheEdges(bins), bins);
  }

  /** Large arrays are counted in another way. */
  @ParameterizedTest
  @CsvSource({"50, 0, 10", "61, 0, 3.3", "62, 0, 3.3", "1, 0, 0.1", "50, 0.1, 10"})
  void inALargeArrayTooEveryEdgeIsPyTorchs(int count, double min, double max) {
    Bins bins = new Bins(count, min, max);
    float[] edges = aroundTheEdges(bins);
    float[] many = new float[20_001];
    for (int i = 0; i < many.length; i++) {
      many[i] = edges[i % edges.length];
    }
    checkCounts(many, bins);
  }

  private static void checkCounts(float[] values, Bins bins) {
    INDArray x = Nd4j.createFromArray(values);

    double[] cpu = distribution(x, bins, false);
    double[] portable = distribution(x, bins, true);

    assertThat(from(cpu, NON_FINITE)).containsExactly(from(portable, NON_FINITE));
    assertThat(counts(cpu)).containsExactly(histc(values, bins));
    assertThat(cpu[BELOW] + cpu[ABOVE] + sum(counts(cpu))).isEqualTo(values.length);
  }

  @ParameterizedTest
  @CsvSource({"FLOAT, 200001", "DOUBLE, 200001", "FLOAT, 65536", "FLOAT, 65537", "FLOAT, 2"})
  void bothFormsAgreeOnRandomValues(DataType type, long length) {
    INDArray x = Nd4j.randn(DataType.DOUBLE, length).muli(4).castTo(type);

    double[] cpu = distribution(x, BINS, false);
    double[] portable = distribution(x, BINS, true);

    assertThat(from(cpu, NON_FINITE)).containsExactly(from(portable, NON_FINITE));
    double rounding = type == DataType.FLOAT ? 1e-7 : 1e-12; // of values that are about 4
    assertThat(cpu[MEAN]).isCloseTo(portable[MEAN], within(rounding));
    assertThat(cpu[STD]).isCloseTo(portable[STD], within(rounding));
  }

  /** Large arrays are read in four parts of equal length, with up to three values left over. */
  @ParameterizedTest
  @ValueSource(ints = {8_192, 8_193, 8_194, 8_195, 10_239, 16_388, 150_001})
  void noValueIsMissedWhateverTheLength(int length) {
    float[] values = new float[length];
    Random random = new Random(length);
    for (int i = 0; i < length; i++) {
      values[i] = (float) (3 * random.nextGaussian() + 1);
    }
    values[length - 1] = 10;
    checkCounts(values, BINS);
    INDArray x = Nd4j.createFromArray(values);
    assertThat(from(distribution(x, Bins.OCTAVES, false), NON_FINITE))
        .containsExactly(from(distribution(x, Bins.OCTAVES, true), NON_FINITE));

    double[] d = distribution(x, BINS, false);

    double[] exact = new double[length];
    Arrays.setAll(exact, i -> values[i]);
    double std = new StandardDeviation().evaluate(exact);
    assertThat(d[MEAN]).isCloseTo(new Mean().evaluate(exact), within(1e-7 * std));
    assertThat(d[STD]).isCloseTo(std, within(3e-7 * std));
  }

  /** Zeros are looked for in the first values, and if there are none, only watched for. */
  @ParameterizedTest
  @ValueSource(ints = {0, 511, 2_047, 2_048, 9_000, 131_072, 200_000, 200_002})
  void aZeroIsFoundWhereverItIs(int at) {
    INDArray x = Nd4j.randn(DataType.FLOAT, 200_003);
    Nd4j.exec(new Abs(x, x)).addi(1e-3);
    assertThat(distribution(x, BINS, false)[ZEROS]).isZero();

    x.putScalar(at, at % 2 == 0 ? 0.0 : -0.0);

    assertThat(distribution(x, BINS, false)[ZEROS]).isEqualTo(1);
    assertThat(distribution(x, Bins.OCTAVES, false)[ZEROS]).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(floats = {1e-12f, Float.MIN_VALUE})
  void manyTinyValuesAreNoZeros(float tiny) {
    INDArray x = Nd4j.randn(DataType.FLOAT, 20_001);
    for (int i = 5_000; i < 15_000; i++) {
      x.putScalar(i, tiny);
    }

    assertThat(distribution(x, BINS, false)[ZEROS]).isZero();
    assertThat(distribution(x, Bins.OCTAVES, false)[ZEROS]).isZero();
  }

  /** One value in a large array that the quick way cannot take. */
  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.NEGATIVE_INFINITY, 1e30f, 10, -10.1f, 12, 1e-30f})
  void oneOddValueInALargeArrayIsCounted(float odd) {
    INDArray x = Nd4j.randn(DataType.FLOAT, 20_001).putScalar(7_777, odd);

    double[] cpu = distribution(x, BINS, false);
    double[] portable = distribution(x, BINS, true);

    assertThat(from(cpu, NON_FINITE)).containsExactly(from(portable, NON_FINITE));
    double rounding = Double.isFinite(portable[STD]) ? 1e-7 * portable[STD] : 0;
    assertThat(cpu[MEAN]).isCloseTo(portable[MEAN], within(rounding));
    assertThat(cpu[STD]).isCloseTo(portable[STD], withinPercentage(1e-5));
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 3, 1e-20f, 1e-30f, 1e25f})
  void largeArraysOfAnyScaleHaveTheirDeviation(float scale) {
    INDArray x = Nd4j.randn(DataType.FLOAT, 20_001).muli(scale);

    double[] cpu = distribution(x, BINS, false);
    double[] portable = distribution(x, BINS, true);

    assertThat(from(cpu, NON_FINITE)).containsExactly(from(portable, NON_FINITE));
    assertThat(cpu[STD]).isCloseTo(portable[STD], within(1e-6 * scale));
  }

  /** The squares of these are beyond float32, and their sums partly too. */
  @ParameterizedTest
  @CsvSource({"9, 1e30", "9, 3e38", "20001, 1e20", "20001, 1e30", "20001, 1e38"})
  void hugeFloatsHaveMeanAndDeviation(int length, double size) {
    double[] values = new double[length];
    Arrays.setAll(values, i -> i % 3 == 0 ? -size / 2 : size);
    INDArray x = Nd4j.createFromArray(values).castTo(DataType.FLOAT);
    double[] exact = x.castTo(DataType.DOUBLE).toDoubleVector();
    double std = new StandardDeviation().evaluate(exact);

    for (boolean portable : new boolean[] {false, true}) {
      for (Bins bins : List.of(BINS, Bins.OCTAVES)) {
        double[] d = distribution(x, bins, portable);

        assertThat(d[MEAN]).isCloseTo(new Mean().evaluate(exact), withinPercentage(1e-9));
        assertThat(d[STD]).isCloseTo(std, withinPercentage(1e-9));
        assertThat(d[ABOVE]).isEqualTo(length);
      }
    }
  }

  /** torch.tensor([1e200, -1e200, 3], dtype=torch.float64).std() is infinite too. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theDeviationIsInfiniteIfSquaresAreBeyondFloat64(boolean portable) {
    double[] d = distribution(Nd4j.createFromArray(1e200, -1e200, 3), BINS, portable);

    assertThat(d[MEAN]).isCloseTo(0, within(1e185));
    assertThat(d[STD]).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(d[NON_FINITE]).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void howTheValuesLieInMemoryDoesNotMatter(boolean portable) {
    INDArray x = Nd4j.randn(DataType.FLOAT, 5, 6, 7, 8);
    INDArray permuted = x.permute(3, 0, 2, 1);
    INDArray inside = view(x, 1, 4);
    INDArray columns = x.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(2, 5));

    assertThat(counted(permuted, portable)).containsExactly(counted(x, portable));
    assertThat(counted(inside, portable)).containsExactly(counted(inside.dup(), portable));
    assertThat(counted(columns, portable)).containsExactly(counted(columns.dup(), portable));
  }

  @Test
  void itWorksOnTheMemoryOfAScope() {
    try (var step = MemoryScope.open()) {
      Tensor.of(new float[] {9, 9}, 2);
      Tensor x = Tensor.of(new float[] {1, 3}, 2).plus(1);

      Tensor distribution = x.distribution(BINS);

      assertThat(distribution.array().isAttached()).isTrue();
      assertThat(distribution.toDoubles()[MEAN]).isEqualTo(3);
    }
  }

  @Test
  void itDoesNotReadUntilAsked() {
    Tensor x = Tensor.of(new float[] {1, 3}, 2);
    long before = Host.reads();

    x.distribution(BINS);
    new PortableKernels().distribution(x.array(), BINS);

    assertThat(Host.reads()).isEqualTo(before);
  }

  @Test
  void theSameValuesGiveTheSameBitsHoweverManyThreadsTookPart() {
    INDArray x = Nd4j.randn(DataType.FLOAT, 500_000);

    double[] first = distribution(x, BINS, false);

    IntStream.range(0, 10)
        .forEach(i -> assertThat(distribution(x, BINS, false)).containsExactly(first));
  }

  /** Data on which careless sums of squares fail. The reference is two-pass, in float64. */
  @Nested
  class HardData {
    @ParameterizedTest
    @CsvSource({"1e6, 0.25", "-1e7, 1", "0, 1e-20", "0, 1e18", "1e-3, 1e3"})
    void meanAndDeviationAreAccurate(double mean, double std) {
      Random random = new Random(1);
      float[] values = floats(random, 300_000, mean, std);

      checkAgainstCommonsMath(values);
    }

    @Test
    void anOutlierInFirstPlaceDoesLittleHarm() {
      float[] values = floats(new Random(2), 300_000, 1e6, 0.25);
      values[0] = 0;

      checkAgainstCommonsMath(values);
    }

    @Test
    void equalValuesDeviateByNothing() {
      float[] values = new float[100_000];
      Arrays.fill(values, 0.1f);

      double[] d = distribution(Nd4j.createFromArray(values), BINS, false);

      assertThat(d[STD]).isZero();
      assertThat(d[MEAN]).isEqualTo(0.1f);
    }

    private void checkAgainstCommonsMath(float[] values) {
      double[] exact = new double[values.length];
      Arrays.setAll(exact, i -> values[i]);
      double mean = new Mean().evaluate(exact);
      double std = new StandardDeviation().evaluate(exact, mean);

      double[] d = distribution(Nd4j.createFromArray(values), BINS, false);

      assertThat(d[MEAN]).isCloseTo(mean, within(1e-10 * Math.abs(mean) + 1e-7 * std));
      assertThat(d[STD]).isCloseTo(std, within(3e-7 * std));
    }

    private float[] floats(Random random, int n, double mean, double std) {
      float[] values = new float[n];
      for (int i = 0; i < n; i++) {
        values[i] = (float) (mean + std * random.nextGaussian());
      }
      return values;
    }
  }

  private static double[] distribution(INDArray x, Bins bins, boolean portable) {
    Kernels kernels = portable ? new PortableKernels() : new CpuKernels();
    return kernels.distribution(x, bins).toDoubleVector();
  }

  private static double[] counted(INDArray x, boolean portable) {
    return from(distribution(x, new Bins(20, 0, 2), portable), NON_FINITE);
  }

  private static double[] from(double[] distribution, int index) {
    return Arrays.copyOfRange(distribution, index, distribution.length);
  }

  private static long[] counts(double[] distribution) {
    return Arrays.stream(from(distribution, HEAD)).mapToLong(count -> (long) count).toArray();
  }

  private static long sum(long[] counts) {
    return Arrays.stream(counts).sum();
  }

  private static INDArray view(INDArray x, long from, long to) {
    return x.get(NDArrayIndex.interval(from, to));
  }

  /** The edges of the bins and the six float32 numbers on either side of each. */
  private static float[] aroundTheEdges(Bins bins) {
    float[] values = new float[13 * (bins.count() + 1)];
    int n = 0;
    for (int i = 0; i <= bins.count(); i++) {
      float edge = (float) (bins.min() + (bins.max() - bins.min()) * i / bins.count());
      for (int step = -6; step <= 6; step++) {
        float near = edge;
        for (int s = 0; s < Math.abs(step); s++) {
          near = step < 0 ? Math.nextDown(near) : Math.nextUp(near);
        }
        values[n++] = i % 2 == 0 ? near : -near;
      }
    }
    return values;
  }

  /** Written after PyTorch 1.13's HistogramKernel.cpp, for one value after the other. */
  private static long[] histc(float[] values, Bins bins) {
    long[] counts = new long[bins.count()];
    float left = (float) bins.min();
    float right = (float) bins.max();
    for (float value : values) {
      float size = Math.abs(value);
      if (!(size < left || size > right)) {
        int place = (int) ((size - left) / (right - left) * bins.count());
        counts[place == bins.count() ? place - 1 : place]++;
      }
    }
    return counts;
  }
}

package ai.miniai.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.histogram.Bins;
import ai.miniai.tensor.Tensor;
import com.google.common.primitives.Doubles;
import com.google.common.primitives.ImmutableLongArray;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;

public class DistributionTest {
  private static final Bins BINS = new Bins(5, 0.5, 3);

  private static Distribution of(double... values) {
    return values.length == 0
        ? Distribution.empty(BINS.count())
        : Distribution.of(
            values.length, Tensor.of(values, values.length).distribution(BINS).toDoubles());
  }

  @Provide
  Arbitrary<double[]> values() {
    return Arbitraries.doubles()
        .between(-4, 4)
        .edgeCases(edges -> edges.add(0.0, 0.5, -0.5, 1.0, 3.0, -3.0, 3.0000001))
        .array(double[].class)
        .ofMaxSize(40);
  }

  public static void assertClose(Distribution actual, Distribution expected) {
    assertThat(actual.counts()).isEqualTo(expected.counts());
    assertThat(actual.size()).isEqualTo(expected.size());
    assertThat(actual.underflow()).isEqualTo(expected.underflow());
    assertThat(actual.overflow()).isEqualTo(expected.overflow());
    assertThat(actual.nonFinite()).isEqualTo(expected.nonFinite());
    assertThat(actual.zeros()).isEqualTo(expected.zeros());
    assertSame(actual.mean(), expected.mean());
    assertSame(actual.std(), expected.std());
  }

  private static void assertSame(double actual, double expected) {
    if (Double.isNaN(expected)) {
      assertThat(actual).isNaN();
    } else {
      assertThat(actual).isCloseTo(expected, within(1e-12));
    }
  }

  // ---------------------------------------------------------------- laws

  @Property(tries = 300)
  void ofPartsIsThatOfTheWhole(@ForAll("values") double[] left, @ForAll("values") double[] right) {
    assertClose(of(left).combine(of(right)), of(Doubles.concat(left, right)));
  }

  @Property(tries = 100)
  void combinesInAnyOrder(@ForAll("values") double[] left, @ForAll("values") double[] right) {
    assertClose(of(left).combine(of(right)), of(right).combine(of(left)));
  }

  @Property(tries = 100)
  void combinesInAnyGrouping(
      @ForAll("values") double[] a, @ForAll("values") double[] b, @ForAll("values") double[] c) {
    assertClose(of(a).combine(of(b)).combine(of(c)), of(a).combine(of(b).combine(of(c))));
  }

  @Property(tries = 100)
  void doesNotChangeByNothing(@ForAll("values") double[] values) {
    assertThat(of(values).combine(of())).isEqualTo(of(values));
    assertThat(of().combine(of(values))).isEqualTo(of(values));
  }

  @Property(tries = 100)
  void losesNoValue(@ForAll("values") double[] values) {
    Distribution all = of(values);
    long counted = all.counts().stream().sum();
    assertThat(counted + all.underflow() + all.overflow() + all.nonFinite()).isEqualTo(all.size());
  }

  @Property(tries = 300)
  void hasTheMomentsOfCommonsMath(@ForAll("values") double[] values) {
    SummaryStatistics expected = new SummaryStatistics();
    Doubles.asList(values).forEach(expected::addValue);
    Distribution all = of(values);
    assertSame(all.mean(), expected.getMean());
    if (values.length > 1) {
      assertThat(all.std()).isCloseTo(expected.getStandardDeviation(), within(1e-12));
    } else {
      assertThat(all.std()).isNaN(); // where Commons Math says 0
    }
  }

  // ---------------------------------------------------------------- cases

  @Test
  void combinesSingleValues() {
    assertClose(of(1).combine(of(2)), of(1, 2));
  }

  @Test
  void keepsTheDeviationWhereTheMeanIsLarge() {
    // GIVEN values whose squares have no digits left for the deviation
    double large = 1e9;
    // WHEN
    Distribution both = of(large + 1, large + 2).combine(of(large + 3, large + 4));
    // THEN
    assertThat(both.std()).isCloseTo(Math.sqrt(5.0 / 3), within(1e-9));
  }

  @Test
  void hasNoMomentsWithAValueThatIsNotFinite() {
    // WHEN
    Distribution nan = of(1, 2).combine(of(Double.NaN, 1));
    Distribution infinite = of(1, 2).combine(of(Double.POSITIVE_INFINITY, 1));
    // THEN
    assertThat(nan.nonFinite()).isEqualTo(1);
    assertThat(nan.mean()).isNaN();
    assertThat(nan.std()).isNaN();
    assertThat(infinite.nonFinite()).isEqualTo(1);
    assertThat(infinite.mean()).isInfinite();
    assertThat(infinite.std()).isNaN();
  }

  @Test
  void knowsTheZerosOfTheWholeIfItKnowsThoseOfBothParts() {
    // GIVEN
    Distribution zeros = of(0, -0.0, 1);
    Distribution unknown = counting(1, 0, 0, 0, 0);
    // WHEN, THEN
    assertThat(zeros.combine(of(0, 2)).zeros()).isEqualTo(3);
    assertThat(zeros.combine(unknown).zeros()).isEqualTo(-1);
    assertThat(unknown.combine(zeros).zeros()).isEqualTo(-1);
  }

  @Test
  void refusesToCombineHistogramsOfOtherSizes() {
    assertThatThrownBy(() -> of(1).combine(Distribution.empty(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("histograms of 5 and 4 bins do not combine");
  }

  // ---------------------------------------------------------------- near zero

  private static Distribution counting(long... counts) {
    long size = ImmutableLongArray.copyOf(counts).stream().sum();
    return new Distribution(size, 0, 1, 0, 0, 0, ImmutableLongArray.copyOf(counts));
  }

  @Test
  void saysWhichShareLiesInTheLowestBins() {
    // GIVEN
    Distribution some = counting(3, 1, 4);
    // WHEN, THEN
    assertThat(List.of(some.nearZero(1), some.nearZero(2), some.nearZero(3)))
        .containsExactly(3.0 / 8, 0.5, 1.0);
  }

  @Test
  void hasNothingNearZeroWhereAllLiesBeyondTheHistogram() {
    assertThat(of(-7, 8).nearZero(1)).isZero();
  }

  @Test
  void doesNotKnowTheShareOfNothing() {
    assertThat(of().nearZero(1)).isNaN();
    assertThat(of(Double.NaN).nearZero(1)).isNaN();
  }

  @Test
  void refusesMoreBinsThanThereAre() {
    assertThatThrownBy(() -> counting(1, 2).nearZero(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the histogram has 2 bins, so the lowest 3 cannot be asked for");
    assertThatThrownBy(() -> counting(1, 2).nearZero(0)).hasMessageContaining("the lowest 0");
  }
}

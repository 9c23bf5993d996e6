package ai.miniai.tensor;

import java.util.Arrays;
import org.assertj.core.api.AbstractAssert;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Assertions on tensors. Values are compared within a tolerance, relative where they are large:
 * |actual − expected| ≤ tolerance · max(1, |expected|). NaN equals NaN.
 */
public final class TensorAssert extends AbstractAssert<TensorAssert, Tensor> {
  private double tolerance = 1e-6;

  private TensorAssert(Tensor actual) {
    super(actual, TensorAssert.class);
  }

  public static TensorAssert assertThat(Tensor actual) {
    return new TensorAssert(actual);
  }

  /** Sets the tolerance for the comparisons that follow; it is 10⁻⁶ before. */
  public TensorAssert within(double newTolerance) {
    tolerance = newTolerance;
    return this;
  }

  public TensorAssert hasShape(long... expected) {
    isNotNull();
    if (!Arrays.equals(actual.shape(), expected)) {
      failWithMessage(
          "expected a tensor of shape %s but was %s",
          Arrays.toString(expected), Arrays.toString(actual.shape()));
    }
    return this;
  }

  public TensorAssert hasType(DataType expected) {
    isNotNull();
    if (actual.dataType() != expected) {
      failWithMessage("expected a tensor of type %s but was %s", expected, actual.dataType());
    }
    return this;
  }

  /** Compares all values with {@code expected}, the last dimension varying fastest. */
  public TensorAssert hasValues(double... expected) {
    isNotNull();
    double[] values = actual.toDoubles();
    if (values.length != expected.length) {
      failWithMessage(
          "expected %s values but there are %s, in shape %s",
          expected.length, values.length, Arrays.toString(actual.shape()));
    }
    int differing = 0;
    int first = -1;
    for (int i = 0; i < values.length; i++) {
      if (!close(values[i], expected[i])) {
        differing++;
        first = first < 0 ? i : first;
      }
    }
    if (differing > 0) {
      failWithMessage(
          "expected %s at %s but was %s (tolerance %s; %s of %s values differ)%nexpected: %s%n but"
              + " was: %s",
          expected[first],
          index(first),
          values[first],
          tolerance,
          differing,
          values.length,
          some(expected),
          some(values));
    }
    return this;
  }

  /** Compares shape, type and values with those of {@code expected}. */
  public TensorAssert isCloseTo(Tensor expected) {
    hasShape(expected.shape());
    hasType(expected.dataType());
    return hasValues(expected.toDoubles());
  }

  /** Compares shape, type and values, which must be equal to the last bit. */
  public TensorAssert isIdenticalTo(Tensor expected) {
    return within(0).isCloseTo(expected);
  }

  private boolean close(double value, double expected) {
    return Double.compare(value, expected) == 0
        || Math.abs(value - expected) <= tolerance * Math.max(1, Math.abs(expected));
  }

  private String index(int position) {
    long[] index = new long[actual.rank()];
    long rest = position;
    for (int d = index.length - 1; d >= 0; d--) {
      index[d] = rest % actual.size(d);
      rest /= actual.size(d);
    }
    return Arrays.toString(index);
  }

  private static String some(double[] values) {
    return values.length <= 60
        ? Arrays.toString(values)
        : Arrays.toString(Arrays.copyOf(values, 60)).replace("]", ", …]");
  }
}

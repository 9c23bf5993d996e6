package ai.miniai.kernels;

import ai.miniai.array.Layout;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.BooleanIndexing;
import org.nd4j.linalg.indexing.conditions.Conditions;

/**
 * Replaces NaN and infinities by values that ND4J's max pooling handles correctly. Max pooling
 * ignores NaN, and returns the lowest finite number for −∞. Here NaN is ordered above all other
 * values. The largest finite number, and numbers of at most minus half of it, cannot be told apart
 * from infinities afterwards.
 */
final class PoolOrder {
  private PoolOrder() {}

  /**
   * A copy of {@code x} in which NaN is replaced by +∞, +∞ by the largest finite number, and −∞ by
   * minus half of that.
   */
  static INDArray of(INDArray x) {
    INDArray copy = Layout.emptyLike(Layout.dense(x));
    copy.assign(x);
    INDArray values = Layout.inMemoryOrder(copy);
    double max = largest(x);
    BooleanIndexing.replaceWhere(values, max, Conditions.greaterThan(max));
    BooleanIndexing.replaceWhere(values, -max / 2, Conditions.lessThan(-max));
    BooleanIndexing.replaceWhere(values, Double.POSITIVE_INFINITY, Conditions.isNan());
    return copy;
  }

  /** Undoes {@link #of} in place. */
  static INDArray restore(INDArray x) {
    INDArray values = Layout.inMemoryOrder(x);
    double max = largest(x);
    BooleanIndexing.replaceWhere(values, Double.NaN, Conditions.greaterThan(max));
    BooleanIndexing.replaceWhere(
        values, Double.POSITIVE_INFINITY, Conditions.greaterThanOrEqual(max));
    BooleanIndexing.replaceWhere(
        values, Double.NEGATIVE_INFINITY, Conditions.lessThanOrEqual(-max / 2));
    return x;
  }

  private static double largest(INDArray x) {
    return x.dataType() == DataType.DOUBLE ? Double.MAX_VALUE : Float.MAX_VALUE;
  }
}

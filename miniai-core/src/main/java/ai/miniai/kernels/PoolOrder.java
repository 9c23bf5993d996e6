package ai.miniai.kernels;

import ai.miniai.array.Layout;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.BooleanIndexing;
import org.nd4j.linalg.indexing.conditions.Conditions;

/**
 * Numbers in the place of NaN and the infinities that ND4J's maximum pooling gets right: it passes
 * over NaN, and makes the lowest finite number of −∞. NaN is put above all else. Only numbers at
 * the ends of their type's range cannot be told apart from infinities.
 */
final class PoolOrder {
  private PoolOrder() {}

  /** A copy of {@code x} with +∞ in place of NaN and the ends of the range in that of ±∞. */
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

  /** Undoes {@link #of}, in place. */
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

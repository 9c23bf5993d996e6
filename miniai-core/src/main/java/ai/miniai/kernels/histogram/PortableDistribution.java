package ai.miniai.kernels.histogram;

import ai.miniai.array.Broadcast;
import ai.miniai.array.Layout;
import ai.miniai.histogram.Bins;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.longer.MatchCondition;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Condition;
import org.nd4j.linalg.indexing.conditions.Conditions;

/**
 * {@code Kernels.distribution} with ND4J's operations only. No values are copied to the host: the
 * number of values below each edge is counted on the device, and the differences of neighbouring
 * counts are computed there.
 */
public final class PortableDistribution {
  private PortableDistribution() {}

  public static INDArray of(INDArray x, Bins bins) {
    INDArray dense = Layout.inMemoryOrder(Layout.dense(x));
    INDArray size = Nd4j.exec(new Abs(dense, Layout.emptyLike(dense)));
    INDArray[] below = bins.scale() == Bins.Scale.LINEAR ? equal(size, bins) : octaves(size, bins);
    INDArray cumulative = Nd4j.concat(0, below);
    INDArray nonFinite = count(dense, Conditions.notFinite());
    INDArray above = nonFinite.add(below[bins.count()]).rsubi(x.length());
    INDArray counts =
        Layout.part(cumulative, 0, 1, bins.count() + 1)
            .sub(Layout.part(cumulative, 0, 0, bins.count()));
    INDArray zeros = count(size, Conditions.lessThanOrEqual(0)); // equals(0) accepts 1e-5 too
    return Nd4j.concat(0, moments(dense), nonFinite, below[0], above, zeros, counts);
  }

  /** The number of sizes below each edge; for the last edge, the number below or on it. */
  private static INDArray[] equal(INDArray size, Bins bins) {
    INDArray place = size.sub(bins.min()).divi(width(bins, size.dataType())).muli(bins.count());
    INDArray[] below = new INDArray[bins.count() + 1];
    below[0] = count(size, Conditions.lessThan(bins.min()));
    for (int i = 1; i < bins.count(); i++) {
      below[i] = count(place, Conditions.lessThan(i));
    }
    below[bins.count()] = count(size, Conditions.lessThanOrEqual(bins.max()));
    return below;
  }

  /** The number of sizes below each edge. */
  private static INDArray[] octaves(INDArray size, Bins bins) {
    INDArray[] below = new INDArray[bins.count() + 1];
    Arrays.setAll(below, i -> count(size, Conditions.lessThan(bins.edge(i))));
    return below;
  }

  private static double width(Bins bins, DataType type) {
    return type == DataType.FLOAT
        ? (float) bins.max() - (float) bins.min()
        : bins.max() - bins.min();
  }

  /**
   * The number of elements that satisfy {@code condition}, as a float64 vector with one element.
   */
  private static INDArray count(INDArray x, Condition condition) {
    INDArray count = Nd4j.exec(new MatchCondition(x, condition));
    return count.castTo(DataType.DOUBLE).reshape(1);
  }

  /**
   * Mean and unbiased standard deviation, in two passes: the mean first, then the squared
   * differences.
   */
  private static INDArray moments(INDArray x) {
    long n = x.length();
    INDArray values = x.castTo(DataType.DOUBLE).reshape(n);
    INDArray mean = values.mean(true, 0);
    INDArray differences = Broadcast.apply("subtract", values, mean);
    INDArray squares = differences.muli(differences).sum(true, 0);
    INDArray variance = squares.divi(n - 1);
    return Nd4j.concat(0, mean, Nd4j.exec(new Sqrt(variance, variance)));
  }
}

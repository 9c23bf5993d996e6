package ai.miniai.kernels.histogram;

import ai.miniai.array.FloatBlocks;
import ai.miniai.array.Layout;
import ai.miniai.histogram.Bins;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code Kernels.distribution} in one pass of plain Java over the array's memory, for arrays that
 * lie where the processor can read them. Large ones are shared between threads, in parts that do
 * not depend on the number of threads: the result is the same to the bit.
 */
public final class CpuDistribution {
  private CpuDistribution() {}

  /** The numbers of {@code Tensor.distribution}. */
  public static double[] summary(INDArray x, Bins bins) {
    INDArray dense = Layout.dense(x);
    return quickSummary(dense, bins).orElseGet(() -> Tally.of(dense, bins).summary());
  }

  /** The summary of many values with nothing odd about them. */
  private static Optional<double[]> quickSummary(INDArray x, Bins bins) {
    return PairedTally.fits(x, bins)
        ? FloatBlocks.of(x).reduce(() -> new PairedTally(bins)).summary(x)
        : Optional.empty();
  }
}

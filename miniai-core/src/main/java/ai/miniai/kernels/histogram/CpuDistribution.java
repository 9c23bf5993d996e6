package ai.miniai.kernels.histogram;

import ai.miniai.array.Layout;
import ai.miniai.histogram.Bins;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code Kernels.distribution} in one pass of plain Java over the memory, for arrays in CPU memory.
 * Large arrays are divided into parts that several threads process. The parts do not depend on the
 * number of threads, so the result is identical to the bit.
 */
public final class CpuDistribution {
  /** The index of the first bin's count in a summary. */
  static final int COUNTS = 6;

  private CpuDistribution() {}

  /** The values of {@code Tensor.distribution}. */
  public static double[] summary(INDArray x, Bins bins) {
    INDArray dense = Layout.dense(x);
    return quickSummary(dense, bins).orElseGet(() -> Tally.of(dense, bins).summary());
  }

  /** The summary from {@link PairedTally}, or empty if that cannot be used for these values. */
  private static Optional<double[]> quickSummary(INDArray x, Bins bins) {
    return PairedTally.fits(x, bins) ? PairedTally.of(x, bins).summary(x) : Optional.empty();
  }
}

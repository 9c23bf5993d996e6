package ai.miniai.tensor;

import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@link Kernels#distribution} in one pass of plain Java over the array's memory, for arrays that
 * lie where the processor can read them. Large ones are shared between threads, in parts that do
 * not depend on the number of threads: the result is the same to the bit.
 */
final class CpuDistribution {
  /** The values that one thread takes at a time. */
  private static final int PART = 1 << 16;

  /** The values that are brought to the heap at a time: they fit the nearest cache. */
  private static final int BLOCK = 1 << 12;

  private CpuDistribution() {}

  /** The numbers of {@link Tensor#distribution}. */
  static double[] summary(INDArray x, Bins bins) {
    INDArray dense = Layout.dense(x);
    try {
      return quickSummary(dense, bins).orElseGet(() -> exactSummary(dense, bins));
    } finally {
      Reference.reachabilityFence(dense); // the buffers below do not keep its memory
    }
  }

  /** The summary of many values with nothing odd about them. */
  private static Optional<double[]> quickSummary(INDArray x, Bins bins) {
    return PairedTally.fits(x, bins)
        ? FloatBlocks.of(x).reduce(() -> new PairedTally(bins)).summary(x)
        : Optional.empty();
  }

  private static double[] exactSummary(INDArray x, Bins bins) {
    if (bins.scale() == Bins.Scale.OCTAVES) {
      return OctaveTally.summary(x, bins);
    }
    int from = Math.toIntExact(x.offset());
    int to = Math.toIntExact(x.offset() + x.length());
    if (x.dataType() == DataType.FLOAT) {
      FloatBuffer values = x.data().asNioFloat();
      double shift = finite(values.get(from));
      return merge(from, to, part -> tally(values, part, end(part, to), new Tally(bins, shift)));
    }
    DoubleBuffer values = x.data().asNioDouble();
    double shift = finite(values.get(from));
    return merge(from, to, part -> tally(values, part, end(part, to), new Tally(bins, shift)));
  }

  private static Tally tally(FloatBuffer values, int from, int to, Tally tally) {
    float[] block = new float[Math.min(BLOCK, to - from)];
    for (int at = from; at < to; at += BLOCK) {
      int length = Math.min(BLOCK, to - at);
      values.get(at, block, 0, length);
      tally.add(block, length);
    }
    return tally;
  }

  private static Tally tally(DoubleBuffer values, int from, int to, Tally tally) {
    double[] block = new double[Math.min(BLOCK, to - from)];
    for (int at = from; at < to; at += BLOCK) {
      int length = Math.min(BLOCK, to - at);
      values.get(at, block, 0, length);
      tally.add(block, length);
    }
    return tally;
  }

  private static double[] merge(int from, int to, IntFunction<Tally> tallyOfPartAt) {
    int parts = (to - from + PART - 1) / PART;
    List<Tally> tallies = Team.map(parts, part -> tallyOfPartAt.apply(from + part * PART));
    Tally whole = tallies.get(0);
    tallies.subList(1, parts).forEach(whole::merge);
    return whole.summary();
  }

  private static int end(int part, int to) {
    return Math.min(part + PART, to);
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? value : 0;
  }
}

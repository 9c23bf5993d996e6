package ai.miniai.array;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The least and the largest value of a float32 array in CPU memory. */
public final class Extent implements FloatBlocks.Gatherer<Extent> {
  private final float[] leastInLane = new float[Lanes.count(1)];
  private final float[] largestInLane = new float[Lanes.count(1)];
  private float least = Float.POSITIVE_INFINITY;
  private float largest = Float.NEGATIVE_INFINITY;

  private Extent() {
    Arrays.fill(leastInLane, least);
    Arrays.fill(largestInLane, largest);
  }

  /**
   * Whether all values are known to be between both, inclusively. False if one is NaN, or if {@link
   * FloatBlocks} cannot read the array.
   */
  public static boolean isWithin(float from, float to, INDArray x) {
    INDArray dense = Layout.dense(x);
    if (!FloatBlocks.canRead(dense)) {
      return false;
    }
    Extent extent = FloatBlocks.of(dense).reduce(Extent::new);
    return extent.least >= from && extent.largest <= to;
  }

  @Override
  public void add(float[][] blocks, int length) {
    add(blocks[0], leastInLane, largestInLane, length);
  }

  /** Static, so that the compiler vectorises it. Math.min and Math.max keep NaN. */
  private static void add(float[] x, float[] least, float[] largest, int length) {
    for (int i = 0; i < length; i++) {
      least[i] = Math.min(least[i], x[i]);
      largest[i] = Math.max(largest[i], x[i]);
    }
  }

  @Override
  public void finish() {
    for (int i = 0; i < leastInLane.length; i++) {
      least = Math.min(least, leastInLane[i]);
      largest = Math.max(largest, largestInLane[i]);
    }
  }

  @Override
  public void merge(Extent later) {
    least = Math.min(least, later.least);
    largest = Math.max(largest, later.largest);
  }
}

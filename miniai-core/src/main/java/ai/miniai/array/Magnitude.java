package ai.miniai.array;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The largest absolute value of a float32 array. It is NaN if any value is NaN. */
public final class Magnitude implements FloatBlocks.Gatherer<Magnitude> {
  private final float[] largestInLane = new float[Lanes.count(1)];
  private float largest;

  /**
   * The magnitude of an array of any layout. It is infinite if {@link FloatBlocks} cannot read the
   * array.
   */
  public static float of(INDArray x) {
    INDArray dense = Layout.dense(x);
    return FloatBlocks.canRead(dense)
        ? FloatBlocks.of(dense).reduce(Magnitude::new).largest
        : Float.POSITIVE_INFINITY;
  }

  @Override
  public void add(float[][] blocks, int length) {
    add(blocks[0], largestInLane, length);
  }

  /** Static, so that the compiler vectorises it. Math.max keeps NaN. */
  private static void add(float[] x, float[] largest, int length) {
    for (int i = 0; i < length; i++) {
      largest[i] = Math.max(largest[i], Math.abs(x[i]));
    }
  }

  @Override
  public void finish() {
    for (float value : largestInLane) {
      largest = Math.max(largest, value);
    }
  }

  @Override
  public void merge(Magnitude later) {
    largest = Math.max(largest, later.largest);
  }
}

package ai.miniai.array;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The largest absolute value of float32 arrays: NaN if one of the values is. */
public final class Magnitude implements FloatBlocks.Gatherer<Magnitude> {
  private final float[] largestInLane = new float[Lanes.count(1)];
  private float largest;

  /** Of an array in any order; infinite if the host cannot read it. */
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

  /** Static, and so made vector instructions of. Math.max keeps NaN. */
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

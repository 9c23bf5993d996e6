package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Whether all values are finite: only then 0 times their sum is 0. */
final class Finiteness implements FloatBlocks.Gatherer<Finiteness> {
  private final float[] sums = new float[Lanes.count(1)];
  private boolean finite = true;

  /** Of a float32 array in any order that the host can read. */
  static boolean of(INDArray x) {
    INDArray dense = Layout.dense(x);
    return FloatBlocks.canRead(dense) && FloatBlocks.of(dense).reduce(Finiteness::new).finite;
  }

  @Override
  public void add(float[][] blocks, int length) {
    add(blocks[0], sums, length);
  }

  /** Static, and so made vector instructions of. */
  private static void add(float[] x, float[] sums, int length) {
    for (int i = 0; i < length; i++) {
      sums[i] += x[i] * 0;
    }
  }

  @Override
  public void finish() {
    for (float sum : sums) {
      finite &= sum == 0;
    }
  }

  @Override
  public void merge(Finiteness later) {
    finite &= later.finite;
  }
}

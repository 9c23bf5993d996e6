package ai.miniai.kernels.histogram;

import ai.miniai.array.FloatBlocks;

/** Counts the values whose absolute value is exactly {@code size}. */
final class SizeCount implements FloatBlocks.Gatherer<SizeCount> {
  private final float size;
  private long count;

  SizeCount(float size) {
    this.size = size;
  }

  @Override
  public void add(float[][] blocks, int length) {
    for (int i = 0; i < length; i++) {
      if (Math.abs(blocks[0][i]) == size) {
        count++;
      }
    }
  }

  @Override
  public void finish() {}

  @Override
  public void merge(SizeCount later) {
    count += later.count;
  }

  long count() {
    return count;
  }
}

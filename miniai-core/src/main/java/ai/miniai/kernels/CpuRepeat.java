package ai.miniai.kernels;

import ai.miniai.array.FloatBlocks;
import ai.miniai.array.Layout;
import ai.miniai.array.Stretched;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Repeats float32 values. */
final class CpuRepeat implements FloatBlocks.Gatherer<CpuRepeat> {
  private final Stretched values;
  private int at;

  private CpuRepeat(Stretched values) {
    this.values = values;
  }

  /** {@link Kernels#expand}. */
  static INDArray expand(INDArray x, long... shape) {
    INDArray result = Layout.empty(DataType.FLOAT, shape);
    if (!result.isEmpty()) {
      Stretched values = new Stretched(x, shape);
      FloatBlocks.of(result).transform(() -> new CpuRepeat(values));
    }
    return result;
  }

  @Override
  public void start(int first) {
    at = first;
  }

  @Override
  public void add(float[][] blocks, int length) {
    values.read(at, blocks[0], length);
    at += length;
  }

  @Override
  public void finish() {}

  @Override
  public void merge(CpuRepeat later) {}
}

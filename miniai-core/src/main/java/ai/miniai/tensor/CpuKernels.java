package ai.miniai.tensor;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The portable kernels, and what plain Java does better where it can read the arrays' memory. */
class CpuKernels extends PortableKernels {
  @Override
  public INDArray upload(float[] values) {
    INDArray array = Layout.empty(DataType.FLOAT, values.length);
    CpuMemory.write(values, array);
    return array;
  }

  @Override
  public INDArray crossEntropy(INDArray logits, INDArray labels) {
    return CpuCrossEntropy.of(logits, labels);
  }

  @Override
  public INDArray crossEntropyBackward(INDArray logits, INDArray labels) {
    return CpuCrossEntropy.gradient(logits, labels);
  }

  @Override
  public INDArray distribution(INDArray x, Bins bins) {
    return CpuDistribution.of(x, bins);
  }
}

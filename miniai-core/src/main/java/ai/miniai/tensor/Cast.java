package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The same values in another type. */
final class Cast extends Operation {
  private final DataType type;
  private DataType before = DataType.FLOAT;

  Cast(DataType type) {
    checkArgument(
        type == DataType.FLOAT || type == DataType.DOUBLE || type == DataType.INT64,
        "tensors are of type FLOAT, DOUBLE or INT64, not %s",
        type);
    this.type = type;
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    before = inputs[0].dataType();
    checkArgument(
        type.isFPType() || !needs(0), "integers have no gradient: detach() before to(%s)", type);
    return Layout.contiguous(inputs[0]).castTo(type);
  }

  @Override
  protected void backward(INDArray gradient) {
    give(0, gradient.castTo(before));
  }
}

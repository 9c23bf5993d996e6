package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Layout;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Converts the values to another type. */
final class CastOp extends Operation {
  private final DataType type;
  private DataType before = DataType.FLOAT;

  CastOp(DataType type) {
    Promotion.checkKnown(type);
    this.type = type;
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    before = inputs[0].dataType();
    checkArgument(
        type.isFPType() || !needs(0),
        "only floating point numbers have a gradient: detach() before to(%s)",
        type);
    return inputs[0].isEmpty()
        ? Layout.empty(type, inputs[0].shape())
        : Layout.contiguous(inputs[0]).castTo(type);
  }

  @Override
  protected void backward(INDArray gradient) {
    give(0, gradient.castTo(before));
  }
}

package ai.miniai.tensor;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** The running sum along a dimension, added up in float64. */
final class CumsumOp extends Operation {
  private final int dim;

  CumsumOp(int dim) {
    this.dim = dim;
  }

  @Override
  Map<String, Object> settings() {
    return Map.of("dim", dim);
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    return sums(inputs[0], false);
  }

  @Override
  protected void backward(INDArray gradient) {
    giveAway(0, sums(gradient, true));
  }

  private INDArray sums(INDArray x, boolean fromTheEnd) {
    int along = Shapes.dim(dim, x.rank());
    if (x.isEmpty()) {
      return Layout.empty(x.dataType(), x.shape());
    }
    INDArray sums = Layout.empty(DataType.DOUBLE, x.shape());
    Nd4j.exec(
        DynamicCustomOp.builder("cumsum")
            .addInputs(Layout.contiguous(x).castTo(DataType.DOUBLE))
            .addOutputs(sums)
            .addIntegerArguments(0, fromTheEnd ? 1 : 0, along)
            .build());
    return sums.castTo(x.dataType());
  }
}

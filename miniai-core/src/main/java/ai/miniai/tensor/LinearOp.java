package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Layout;
import ai.miniai.array.Rows;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** x · weightᵀ + bias, with x [..., in], weight [out, in] and optionally bias [out]. */
final class LinearOp extends Operation {
  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray x = inputs[0];
    INDArray weight = inputs[1];
    INDArray bias = inputs.length > 2 ? inputs[2] : null;
    check(x, weight, bias);
    Shapes.checkOneType(inputs);
    INDArray rows = rows(x);
    INDArray result = Layout.empty(x.dataType(), rows.size(0), weight.size(0));
    if (result.length() > 0) {
      compute(rows, weight, bias, result);
    }
    save(rows, weight);
    long[] shape = x.shape().clone();
    shape[shape.length - 1] = weight.size(0);
    return Layout.reshape(result, shape);
  }

  private static void check(INDArray x, INDArray weight, @Nullable INDArray bias) {
    checkArgument(
        weight.rank() == 2 && x.rank() >= 1 && x.size(-1) == weight.size(1),
        "a linear layer with weight %s ([out, in]) wants an input of shape [..., %s], not %s",
        Shapes.shape(weight),
        weight.rank() == 2 ? weight.size(1) : "in",
        Shapes.shape(x));
    checkArgument(
        bias == null || (bias.rank() == 1 && bias.size(0) == weight.size(0)),
        "a linear layer with weight %s wants a bias of shape [%s], not %s",
        Shapes.shape(weight),
        weight.size(0),
        bias == null ? "none" : Shapes.shape(bias));
  }

  private static void compute(
      INDArray x, INDArray weight, @Nullable INDArray bias, INDArray result) {
    if (!x.isEmpty()) {
      Kernels.current().linear(x, Layout.contiguous(weight), bias, result);
      return;
    }
    result.assign(0); // sums of no products
    if (bias != null) {
      Rows.addi(result, bias);
    }
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray g = rows(gradient);
    if (needs(0)) {
      giveAway(0, Layout.reshape(MatMulOp.product(g, false, saved(1), false), inputShape(0)));
    }
    if (needs(1)) {
      giveAway(1, MatMulOp.product(g, true, saved(0), false));
    }
    if (inputCount() > 2 && needs(2)) {
      giveAway(2, Kernels.current().sum(g, 0));
    }
  }

  private static INDArray rows(INDArray x) {
    long[] outer = Arrays.copyOf(x.shape(), x.rank() - 1);
    return Layout.reshape(x, Arrays.stream(outer).reduce(1, (a, b) -> a * b), x.size(-1));
  }
}

package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Layout;
import ai.miniai.array.Rows;
import ai.miniai.array.Shapes;
import ai.miniai.array.Summation;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** x · weightᵀ + bias, with x [..., in], weight [out, in] and optionally bias [out]. */
final class LinearOp extends Operation {
  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray x = inputs[0];
    INDArray weight = inputs[1];
    checkArgument(
        weight.rank() == 2 && x.rank() >= 1 && x.size(-1) == weight.size(1),
        "a linear layer with weight %s ([out, in]) wants an input of shape [..., %s], not %s",
        Arrays.toString(weight.shape()),
        weight.rank() == 2 ? weight.size(1) : "in",
        Arrays.toString(x.shape()));
    checkArgument(
        inputs.length < 3 || Arrays.equals(inputs[2].shape(), new long[] {weight.size(0)}),
        "a linear layer with weight %s wants a bias of shape [%s], not %s",
        Arrays.toString(weight.shape()),
        weight.size(0),
        Arrays.toString(inputs[inputs.length - 1].shape()));
    Shapes.checkOneType(inputs);
    INDArray rows = rows(x);
    INDArray result = MatMulOp.product(rows, false, weight, true);
    if (inputs.length > 2 && !result.isEmpty()) {
      Rows.addi(result, inputs[2]);
    }
    save(rows, weight);
    long[] shape = x.shape().clone();
    shape[shape.length - 1] = weight.size(0);
    return Layout.reshape(result, shape);
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray g = rows(gradient);
    if (needs(0)) {
      giveAway(0, Layout.reshape(MatMulOp.product(g, false, saved(1), false), inputShape(0)));
    }
    if (needs(1)) {
      give(1, MatMulOp.product(g, true, saved(0), false));
    }
    if (inputCount() > 2 && needs(2)) {
      give(2, Summation.over(g, 0));
    }
  }

  private static INDArray rows(INDArray x) {
    long[] outer = Arrays.copyOf(x.shape(), x.rank() - 1);
    return Layout.reshape(x, Arrays.stream(outer).reduce(1, (a, b) -> a * b), x.size(-1));
  }
}

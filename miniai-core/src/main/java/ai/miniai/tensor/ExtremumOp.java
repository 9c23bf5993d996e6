package ai.miniai.tensor;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The larger or the smaller of two tensors, with broadcasting. NaN if one is NaN. Equal elements
 * share the gradient half and half; beside NaN both get all of it, as in PyTorch.
 */
final class ExtremumOp extends Operation {
  private final boolean larger;

  ExtremumOp(boolean larger) {
    this.larger = larger;
  }

  @Override
  protected String name() {
    return larger ? "Maximum" : "Minimum";
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    long[] shape = Shapes.broadcast(inputs[0].shape(), inputs[1].shape());
    save(inputs);
    INDArray result = Layout.empty(inputs[0].dataType(), shape);
    if (!result.isEmpty()) {
      INDArray a = Kernels.current().stretch(inputs[0], shape);
      Kernels.current().extremum(larger, a, Kernels.current().stretch(inputs[1], shape), result);
    }
    return result;
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray g = Layout.contiguous(gradient);
    INDArray a = Kernels.current().stretch(saved(0), g.shape());
    INDArray b = Kernels.current().stretch(saved(1), g.shape());
    for (int i = 0; i < 2; i++) {
      if (needs(i)) {
        INDArray part = Layout.empty(g.dataType(), g.shape());
        Kernels.current().extremumBackward(larger, i == 0 ? a : b, i == 0 ? b : a, g, part);
        give(i, Kernels.current().sumTo(part, inputShape(i)));
      }
    }
  }
}

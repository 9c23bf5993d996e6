package ai.miniai.tensor;

import ai.miniai.array.Layout;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.elementwise.Arithmetic;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The element-wise sum, difference, product or quotient of two tensors, with broadcasting. */
final class ArithmeticOp extends Operation {
  private final Arithmetic kind;

  ArithmeticOp(Arithmetic kind) {
    this.kind = kind;
  }

  @Override
  protected String name() {
    return switch (kind) {
      case ADD -> "Plus";
      case SUBTRACT -> "Minus";
      case MULTIPLY -> "Times";
      case DIVIDE -> "Divide";
    };
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    if (kind == Arithmetic.MULTIPLY || kind == Arithmetic.DIVIDE) {
      save(inputs);
    }
    return combine(kind, inputs[0], inputs[1]);
  }

  @Override
  protected void backward(INDArray gradient) {
    switch (kind) {
      case ADD, SUBTRACT -> giveBoth(gradient, gradient);
      case MULTIPLY ->
          giveBoth(
              needs(0) ? times(gradient, saved(1)) : gradient,
              needs(1) ? times(gradient, saved(0)) : gradient);
      case DIVIDE -> { // gradient / b, and −gradient / b · a / b
        INDArray quotient = combine(Arithmetic.DIVIDE, gradient, saved(1));
        giveBoth(quotient, needs(1) ? times(quotient, ratio()) : quotient);
      }
    }
  }

  /** Computed again: as in PyTorch, the result may be changed in place before the backward pass. */
  private INDArray ratio() {
    return combine(Arithmetic.DIVIDE, saved(0), saved(1));
  }

  private static INDArray times(INDArray a, INDArray b) {
    return combine(Arithmetic.MULTIPLY, a, b);
  }

  private static INDArray combine(Arithmetic op, INDArray a, INDArray b) {
    return Kernels.current().arithmetic(op, a, b);
  }

  /** Gives both gradients, summed over the broadcast dimensions. */
  private void giveBoth(INDArray first, INDArray second) {
    if (needs(0)) {
      give(0, Kernels.current().sumTo(first, inputShape(0)));
    }
    if (needs(1)) {
      INDArray part = Kernels.current().sumTo(second, inputShape(1));
      give(1, kind == Arithmetic.SUBTRACT || kind == Arithmetic.DIVIDE ? negative(part) : part);
    }
  }

  private static INDArray negative(INDArray x) {
    INDArray dense = Layout.dense(x);
    INDArray negative = Layout.emptyLike(dense);
    if (!dense.isEmpty()) {
      Kernels.current().affine(Layout.inMemoryOrder(dense), -1, 0, Layout.inMemoryOrder(negative));
    }
    return negative;
  }
}

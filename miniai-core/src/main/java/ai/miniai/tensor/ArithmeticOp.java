package ai.miniai.tensor;

import ai.miniai.array.Broadcast;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The element-wise sum, difference, product or quotient of two tensors, with broadcasting. */
final class ArithmeticOp extends Operation {
  /** What is computed. */
  enum Kind {
    PLUS("Plus", "add"),
    MINUS("Minus", "subtract"),
    TIMES("Times", "multiply"),
    DIVIDE("Divide", "divide");

    private final String label;
    private final String nd4j;

    Kind(String label, String nd4j) {
      this.label = label;
      this.nd4j = nd4j;
    }
  }

  private final Kind kind;

  ArithmeticOp(Kind kind) {
    this.kind = kind;
  }

  @Override
  protected String name() {
    return kind.label;
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    if (kind == Kind.TIMES || kind == Kind.DIVIDE) {
      save(inputs);
    }
    return Broadcast.apply(kind.nd4j, inputs[0], inputs[1]);
  }

  @Override
  protected void backward(INDArray gradient) {
    switch (kind) {
      case PLUS, MINUS -> giveBoth(gradient, gradient);
      case TIMES ->
          giveBoth(
              needs(0) ? Broadcast.apply("multiply", gradient, saved(1)) : gradient,
              needs(1) ? Broadcast.apply("multiply", gradient, saved(0)) : gradient);
      case DIVIDE -> {
        INDArray quotient = Broadcast.apply("divide", gradient, saved(1));
        giveBoth(quotient, needs(1) ? timesRatio(quotient) : quotient);
      }
    }
  }

  /** gradient / b · a / b. */
  private INDArray timesRatio(INDArray quotient) {
    return Broadcast.apply("multiply", quotient, Broadcast.apply("divide", saved(0), saved(1)));
  }

  /**
   * Gives both gradients, summed over the broadcast dimensions. MINUS and DIVIDE negate the second.
   */
  private void giveBoth(INDArray first, INDArray second) {
    if (needs(0)) {
      give(0, Broadcast.reduce(first, inputShape(0)));
    }
    if (needs(1)) {
      INDArray part = Broadcast.reduce(second, inputShape(1));
      give(1, kind == Kind.MINUS || kind == Kind.DIVIDE ? part.neg() : part);
    }
  }
}

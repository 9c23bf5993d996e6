package ai.miniai.tensor;

import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.Window;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Max pooling or average pooling. For averages, padding counts as zeros. */
final class PoolOp extends Operation {
  /** What is computed from each window. */
  enum Kind {
    MAX("MaxPool"),
    AVERAGE("AveragePool");

    private final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  private final Kind kind;
  private final Window window;

  PoolOp(Kind kind, Window window) {
    window.checkPooling();
    this.kind = kind;
    this.window = window;
  }

  @Override
  protected String name() {
    return kind.label;
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray x = inputs[0];
    window.check(x);
    if (x.isEmpty()) {
      return window.ofNothing(x, x.size(1));
    }
    save(x);
    Kernels kernels = Kernels.current();
    return kind == Kind.MAX ? kernels.maxPool(x, window) : kernels.averagePool(x, window);
  }

  @Override
  protected void backward(INDArray gradient) {
    Kernels kernels = Kernels.current();
    INDArray x = saved(0, kind == Kind.MAX);
    give(
        0,
        kind == Kind.MAX
            ? kernels.maxPoolBackward(x, gradient, window)
            : kernels.averagePoolBackward(x, gradient, window));
  }
}

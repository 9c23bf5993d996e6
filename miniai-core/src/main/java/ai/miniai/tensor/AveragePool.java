package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The mean of each window; padding counts as zeros. */
final class AveragePool extends Operation {
  private final Window window;

  AveragePool(Window window) {
    window.checkPooling();
    this.window = window;
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    window.check(inputs[0]);
    if (inputs[0].isEmpty()) {
      return window.ofNothing(inputs[0], inputs[0].size(1));
    }
    save(inputs);
    return Kernels.current().averagePool(inputs[0], window);
  }

  @Override
  protected void backward(INDArray gradient) {
    give(0, Kernels.current().averagePoolBackward(saved(0, false), gradient, window));
  }
}

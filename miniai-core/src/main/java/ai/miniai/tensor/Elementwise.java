package ai.miniai.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A function of one element at a time. It runs over the memory as it lies. */
abstract class Elementwise extends Operation {
  /** Writes f(x) to {@code y}. */
  abstract void compute(INDArray x, INDArray y);

  /** Writes gradient · f'(x) to {@code out}, given x and y = f(x). */
  abstract void differentiate(INDArray x, INDArray y, INDArray gradient, INDArray out);

  @Override
  protected final INDArray forward(INDArray... inputs) {
    INDArray x = Layout.dense(inputs[0]);
    INDArray y = Layout.emptyLike(x);
    compute(Layout.inMemoryOrder(x), Layout.inMemoryOrder(y));
    save(x, y);
    return y;
  }

  @Override
  protected final void backward(INDArray gradient) {
    INDArray x = saved(0);
    INDArray out = Layout.emptyLike(x);
    differentiate(
        Layout.inMemoryOrder(x),
        Layout.inMemoryOrder(saved(1)),
        Layout.inMemoryOrder(Layout.matching(gradient, x)),
        Layout.inMemoryOrder(out));
    give(0, out);
  }
}

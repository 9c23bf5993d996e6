package ai.miniai.tensor;

import ai.miniai.array.Layout;
import java.util.Map;
import java.util.function.BiConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An element-wise function. It runs over the elements in memory order, whatever the order of the
 * dimensions.
 */
final class PointwiseOp extends Operation {
  /** The function: writes f(x) to {@code y}. */
  @FunctionalInterface
  interface Forward {
    void compute(INDArray x, INDArray y);
  }

  /** Its derivative: writes gradient · f'(x) to {@code out}, given x and y = f(x). */
  @FunctionalInterface
  interface Backward {
    void compute(INDArray x, INDArray y, INDArray gradient, INDArray out);
  }

  /** What the derivative reads. Changing it in place before the backward pass is an error. */
  enum Reads {
    NOTHING,
    INPUT,
    RESULT,
    BOTH
  }

  private final String name;
  private final Forward forward;
  private final Reads reads;
  private final Backward backward;
  private Map<String, Object> settings = Map.of();
  private boolean overwrites;

  PointwiseOp(String name, Forward forward, Reads reads, Backward backward) {
    this.name = name;
    this.forward = forward;
    this.reads = reads;
    this.backward = backward;
  }

  /** Declares that the backward pass may overwrite the gradient it is computed from. */
  PointwiseOp inPlace() {
    overwrites = true;
    return this;
  }

  /** Says which numbers the function depends on. */
  PointwiseOp with(Map<String, Object> numbers) {
    settings = numbers;
    return this;
  }

  @Override
  protected String name() {
    return name;
  }

  @Override
  Map<String, Object> settings() {
    return settings;
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray x = Layout.dense(inputs[0]);
    INDArray y = Layout.emptyLike(x);
    if (!y.isEmpty()) {
      forward.compute(Layout.inMemoryOrder(x), Layout.inMemoryOrder(y));
    }
    save(x, y);
    return y;
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray model =
        reads == Reads.NOTHING
            ? Layout.dense(gradient)
            : saved(0, reads == Reads.INPUT || reads == Reads.BOTH);
    INDArray x = Layout.inMemoryOrder(model);
    INDArray y = Layout.inMemoryOrder(saved(1, reads == Reads.RESULT || reads == Reads.BOTH));
    boolean inPlace = overwrites && mayOverwriteGradient();
    giveAway(0, write(model, gradient, inPlace, (g, out) -> backward.compute(x, y, g, out)));
  }

  /**
   * Computes the gradient of an input with {@code body}, which gets the gradient of the result and
   * the array to write to. Both have the memory layout of {@code model}. If {@code inPlace} is
   * true, they are the same array.
   */
  static INDArray write(
      INDArray model, INDArray gradient, boolean inPlace, BiConsumer<INDArray, INDArray> body) {
    INDArray behind = Layout.matching(gradient, model);
    INDArray lined = Layout.inMemoryOrder(behind);
    if (inPlace) {
      body.accept(lined, lined);
      return behind;
    }
    INDArray result = Layout.emptyLike(model);
    body.accept(lined, Layout.inMemoryOrder(result));
    return result;
  }
}

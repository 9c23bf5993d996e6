package ai.miniai.tensor;

import java.util.function.BiConsumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

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
    if (!y.isEmpty()) {
      compute(Layout.inMemoryOrder(x), Layout.inMemoryOrder(y));
    }
    save(x, y);
    return y;
  }

  /** Whether {@link #differentiate} may be given the gradient as {@code out}. */
  boolean differentiatesInPlace() {
    return false;
  }

  /** Whether {@link #differentiate} looks at x; a change of it in place is an error then. */
  boolean readsInput() {
    return true;
  }

  /** Whether {@link #differentiate} looks at y. */
  boolean readsResult() {
    return false;
  }

  /**
   * Writes {@code gradient} where {@code kept} is 1, and where it is 0 the gradient of a constant:
   * 0, whatever comes from behind, where a product would make NaN of an infinity.
   */
  static void keepWhere(INDArray kept, INDArray gradient, INDArray out) {
    if (out.dataType() == DataType.BFLOAT16) { // which the operation does not know
      INDArray wide = gradient.castTo(DataType.FLOAT);
      keepWhere(kept.castTo(DataType.FLOAT), wide, wide);
      out.assign(wide);
      return;
    }
    Nd4j.exec(DynamicCustomOp.builder("relu_bp").addInputs(kept, gradient).addOutputs(out).build());
  }

  @Override
  protected final void backward(INDArray gradient) {
    INDArray model = saved(0, readsInput());
    INDArray x = Layout.inMemoryOrder(model);
    INDArray y = Layout.inMemoryOrder(saved(1, readsResult()));
    boolean inPlace = differentiatesInPlace() && mayOverwriteGradient();
    giveAway(0, differentiate(model, gradient, inPlace, (g, out) -> differentiate(x, y, g, out)));
  }

  /**
   * Has {@code body} write a gradient that lies in memory as {@code model} does, given one from
   * behind that lies so too: over that one if it is free.
   */
  static INDArray differentiate(
      INDArray model, INDArray gradient, boolean free, BiConsumer<INDArray, INDArray> body) {
    INDArray behind = Layout.matching(gradient, model);
    INDArray lined = Layout.inMemoryOrder(behind);
    if (free) {
      body.accept(lined, lined);
      return behind;
    }
    INDArray result = Layout.emptyLike(model);
    body.accept(lined, Layout.inMemoryOrder(result));
    return result;
  }
}

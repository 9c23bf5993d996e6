package ai.miniai.tensor;

import ai.miniai.array.Layout;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.loss.ElementLoss;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A loss of each pair of elements of predictions and targets, which have one shape and one floating
 * point type; or the sum of all these losses times a factor, in one pass over memory.
 */
final class ElementLossOp extends Operation {
  private final ElementLoss loss;
  private final double parameter;
  private final boolean reduces;
  private final double factor;

  private ElementLossOp(ElementLoss loss, double parameter, boolean reduces, double factor) {
    this.loss = loss;
    this.parameter = parameter;
    this.reduces = reduces;
    this.factor = factor;
  }

  /** The losses in the shape of the inputs. */
  static ElementLossOp each(ElementLoss loss, double parameter) {
    return new ElementLossOp(loss, parameter, false, 1);
  }

  /** {@code factor} times the sum of the losses, a scalar. */
  static ElementLossOp sum(ElementLoss loss, double parameter, double factor) {
    return new ElementLossOp(loss, parameter, true, factor);
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray x = Layout.dense(inputs[0]);
    INDArray y = Layout.matching(inputs[1], x);
    save(x, y);
    if (reduces) {
      double sum = x.isEmpty() ? 0 : Kernels.current().elementLossSum(loss, parameter, x, y);
      return Layout.full(x.dataType(), sum * factor);
    }
    INDArray losses = Layout.emptyLike(x);
    if (!x.isEmpty()) {
      Kernels.current().elementLoss(loss, parameter, x, y, losses);
    }
    return losses;
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray x = saved(0);
    if (reduces) {
      give(x, factor * gradient.getDouble(0), null);
    } else {
      give(x, 1, Layout.matching(gradient, x));
    }
  }

  private void give(INDArray x, double scale, @Nullable INDArray gradient) {
    for (int input = 0; input < 2; input++) {
      if (needs(input)) {
        INDArray result = Layout.emptyLike(x);
        if (!x.isEmpty()) {
          Kernels.current()
              .elementLossBackward(
                  loss, parameter, x, saved(1), input == 1, scale, gradient, result);
        }
        giveAway(input, result);
      }
    }
  }
}

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

  /**
   * The gradient of predictions that need one, if that of the summed losses is 1, as it mostly is.
   * It is computed with the losses, while their inputs are in the cache.
   */
  private @Nullable INDArray slope;

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
    if (!reduces || needs(1)) {
      save(x, y);
    }
    if (reduces) {
      return Layout.full(x.dataType(), factor * sum(x, y));
    }
    INDArray losses = Layout.emptyLike(x);
    if (!x.isEmpty()) {
      Kernels.current().elementLoss(loss, parameter, x, y, losses);
    }
    return losses;
  }

  private double sum(INDArray x, INDArray y) {
    slope = needs(0) ? Layout.emptyLike(x) : null;
    return x.isEmpty() ? 0 : Kernels.current().elementLossSum(loss, parameter, x, y, factor, slope);
  }

  @Override
  protected void backward(INDArray gradient) {
    if (!reduces) {
      INDArray behind = Layout.matching(gradient, saved(0));
      give(0, 1, behind);
      give(1, 1, behind);
      return;
    }
    double incoming = gradient.getDouble(0);
    INDArray known = slope;
    if (known != null) {
      slope = null;
      giveAway(0, scaled(known, incoming));
    }
    give(1, factor * incoming, null);
  }

  /** In place. */
  private static INDArray scaled(INDArray x, double scale) {
    if (scale != 1 && !x.isEmpty()) {
      INDArray values = Layout.inMemoryOrder(x);
      Kernels.current().affine(values, scale, 0, values);
    }
    return x;
  }

  private void give(int input, double scale, @Nullable INDArray gradient) {
    if (needs(input)) {
      INDArray x = saved(0);
      INDArray result = Layout.emptyLike(x);
      if (!x.isEmpty()) {
        Kernels.current()
            .elementLossBackward(loss, parameter, x, saved(1), input == 1, scale, gradient, result);
      }
      giveAway(input, result);
    }
  }
}

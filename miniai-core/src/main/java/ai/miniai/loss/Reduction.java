package ai.miniai.loss;

import ai.miniai.tensor.ElementwiseLoss;
import ai.miniai.tensor.Tensor;

/** How the losses of the elements become one number. */
public enum Reduction {
  /** Their mean, for class weights the weighted mean; NaN if there are none. */
  MEAN,
  /** Their sum; 0 if there are none. */
  SUM,
  /** Not at all: the loss is a tensor of the elements' losses. */
  NONE;

  /** {@code scale} times the losses of each pair of elements, reduced. */
  Tensor of(ElementwiseLoss loss, double scale, Tensor x, Tensor y) {
    return switch (this) {
      case MEAN -> loss.sum(scale / x.length(), x, y); // NaN if there are none: 0 · ∞
      case SUM -> loss.sum(scale, x, y);
      case NONE -> scale == 1 ? loss.each(x, y) : loss.each(x, y).times(scale);
    };
  }

  Tensor of(ElementwiseLoss loss, Tensor x, Tensor y) {
    return of(loss, 1, x, y);
  }

  Tensor of(Tensor losses) {
    return switch (this) {
      case MEAN -> losses.mean();
      case SUM -> losses.sum();
      case NONE -> losses;
    };
  }
}

package ai.miniai.loss;

import ai.miniai.tensor.Tensor;

/** How the losses of the elements become one number. */
public enum Reduction {
  /** Their mean, for class weights the weighted mean; NaN if there are none. */
  MEAN,
  /** Their sum; 0 if there are none. */
  SUM,
  /** Not at all: the loss is a tensor of the elements' losses. */
  NONE;

  Tensor of(Tensor losses) {
    return switch (this) {
      case MEAN -> losses.mean();
      case SUM -> losses.sum();
      case NONE -> losses;
    };
  }
}

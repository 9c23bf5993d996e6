package ai.miniai.loss;

import ai.miniai.tensor.Tensor;

/** The usual loss functions; each returns the mean over the batch. */
public final class Losses {
  private Losses() {}

  /**
   * Cross-entropy of logits [batch, classes] against class labels [batch] (int64) or probabilities
   * [batch, classes].
   */
  public static Tensor crossEntropy(Tensor logits, Tensor target) {
    return logits.crossEntropy(target);
  }

  /** The mean squared error of two tensors of the same shape. */
  public static Tensor mse(Tensor predictions, Tensor target) {
    return predictions.mse(target);
  }
}

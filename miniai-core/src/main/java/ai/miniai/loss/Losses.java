package ai.miniai.loss;

import ai.miniai.tensor.Tensor;

/**
 * The usual loss functions, with PyTorch's numbers. Each returns the mean; the classes of this
 * package have options such as weights and other reductions: {@code new
 * CrossEntropyLoss().labelSmoothing(0.1)}.
 */
public final class Losses {
  private static final CrossEntropyLoss CROSS_ENTROPY = new CrossEntropyLoss();

  private Losses() {}

  /**
   * Cross-entropy of logits [batch, classes, ...places] against class labels [batch, ...places]
   * (int64) or probabilities of the shape of the logits. Labels of −100 are ignored.
   *
   * @see CrossEntropyLoss
   */
  public static Tensor crossEntropy(Tensor logits, Tensor target) {
    return CROSS_ENTROPY.loss(logits, target);
  }

  /**
   * The negative log-likelihood of log-probabilities [batch, classes, ...places] for class labels
   * [batch, ...places] (int64). Labels of −100 are ignored.
   *
   * @see NLLLoss
   */
  public static Tensor nll(Tensor logProbabilities, Tensor target) {
    return new NLLLoss().loss(logProbabilities, target);
  }

  /**
   * Binary cross-entropy of probabilities against targets in [0, 1] of the same shape.
   *
   * @see BCELoss
   */
  public static Tensor binaryCrossEntropy(Tensor probabilities, Tensor target) {
    return new BCELoss().loss(probabilities, target);
  }

  /**
   * Binary cross-entropy of logits against targets in [0, 1] of the same shape.
   *
   * @see BCEWithLogitsLoss
   */
  public static Tensor binaryCrossEntropyWithLogits(Tensor logits, Tensor target) {
    return new BCEWithLogitsLoss().loss(logits, target);
  }

  /** The mean absolute error of two tensors of the same shape. */
  public static Tensor l1(Tensor predictions, Tensor target) {
    return new L1Loss().loss(predictions, target);
  }

  /** The mean squared error of two tensors of the same shape. */
  public static Tensor mse(Tensor predictions, Tensor target) {
    return predictions.mse(target);
  }

  /**
   * Half of the squared error where it is below 1, and the absolute error less 1/2 elsewhere, of
   * two tensors of the same shape.
   *
   * @see SmoothL1Loss
   */
  public static Tensor smoothL1(Tensor predictions, Tensor target) {
    return new SmoothL1Loss().loss(predictions, target);
  }

  /**
   * The same as {@link #smoothL1}; they differ in their options.
   *
   * @see HuberLoss
   */
  public static Tensor huber(Tensor predictions, Tensor target) {
    return new HuberLoss().loss(predictions, target);
  }

  /**
   * The mean over all elements of target · (log target − prediction), for predicted
   * log-probabilities and target probabilities of the same shape.
   *
   * @see KLDivLoss
   */
  public static Tensor klDiv(Tensor logProbabilities, Tensor target) {
    return new KLDivLoss().loss(logProbabilities, target);
  }

  /**
   * The cosine of the angle between vectors along {@code dim}: a · b / (|a| · |b|), where lengths
   * below 10⁻⁸ count as 10⁻⁸. Not reduced: the result has one dimension less.
   *
   * @throws IllegalArgumentException if the shapes differ, or one is not floating point
   */
  public static Tensor cosineSimilarity(Tensor a, Tensor b, int dim) {
    return Similarity.cosine(a, b, dim);
  }

  /** The same with a margin of 0, and the mean. */
  public static Tensor cosineEmbedding(Tensor a, Tensor b, Tensor target) {
    return cosineEmbedding(a, b, target, 0, Reduction.MEAN);
  }

  /**
   * 1 − cos of two vectors that belong together, and max(0, cos − margin) of two that do not.
   *
   * @param a [batch, width]
   * @param b [batch, width]
   * @param target [batch]: 1 if they belong together, −1 if not, of any numeric type
   * @param margin between −1 and 1; 0 to 0.5 is usual
   */
  public static Tensor cosineEmbedding(
      Tensor a, Tensor b, Tensor target, double margin, Reduction reduction) {
    return Similarity.embedding(a, b, target, margin, reduction);
  }
}

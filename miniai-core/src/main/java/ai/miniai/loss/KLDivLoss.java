package ai.miniai.loss;

import ai.miniai.tensor.ElementwiseLoss;
import ai.miniai.tensor.LossOps;
import ai.miniai.tensor.Tensor;

/**
 * The Kullback–Leibler divergence of each element: y · (log y − x) of predicted log-probabilities x
 * and target probabilities y, or exp(y) · (y − x) if the target is logarithms too. Both have the
 * same shape. The mean is over all elements; {@link #batchMean} is the divergence by its
 * definition. PyTorch's {@code KLDivLoss}. Instances are immutable: each option returns a new loss.
 */
public final class KLDivLoss implements LossFunction {
  private static final String NAME = "klDiv";

  private final boolean logTarget;
  private final boolean batchMean;
  private final Reduction reduction;

  /** For target probabilities, with the mean over all elements. */
  public KLDivLoss() {
    this(false, false, Reduction.MEAN);
  }

  private KLDivLoss(boolean logTarget, boolean batchMean, Reduction reduction) {
    this.logTarget = logTarget;
    this.batchMean = batchMean;
    this.reduction = reduction;
  }

  /** For targets that are log-probabilities. */
  public KLDivLoss logTarget() {
    return new KLDivLoss(true, batchMean, reduction);
  }

  /** With another reduction; with NONE, the result has the shape of the predictions. */
  public KLDivLoss reduction(Reduction kind) {
    return new KLDivLoss(logTarget, false, kind);
  }

  /** With the sum divided by the size of the first dimension, PyTorch's "batchmean". */
  public KLDivLoss batchMean() {
    return new KLDivLoss(logTarget, true, Reduction.SUM);
  }

  /**
   * The loss. It is NaN if a target probability is negative.
   *
   * @throws IllegalArgumentException if the shapes differ, or one is not floating point
   */
  @Override
  public Tensor loss(Tensor predictions, Tensor target) {
    LossChecks.alike(NAME, predictions, target);
    LossChecks.floating(NAME, target);
    ElementwiseLoss divergence =
        logTarget ? ElementwiseLoss.klDivergenceOfLogarithms() : ElementwiseLoss.klDivergence();
    return LossOps.wide(
        predictions,
        x -> {
          Tensor y = target.to(x.dataType());
          return batchMean ? divergence.sum(1.0 / x.size(0), x, y) : reduction.of(divergence, x, y);
        });
  }
}

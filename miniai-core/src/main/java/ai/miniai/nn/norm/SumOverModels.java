package ai.miniai.nn.norm;

import ai.miniai.tensor.Tensor;

/**
 * Adds up statistics over the replicas of a model that train together, each with a share of the
 * batch. See {@link BatchNorm#synchronise}.
 */
@FunctionalInterface
public interface SumOverModels {
  /**
   * The sum of {@code part} over all replicas, which call this at the same time. Differentiable:
   * the gradient is that of the mean loss over all items.
   *
   * @param part this replica's summand, of the same shape on all
   * @param items the number of items in this replica's share of the batch
   */
  Tensor sum(Tensor part, long items);
}

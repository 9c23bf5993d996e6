package ai.miniai.tensor;

/**
 * What {@link Tensor#batchNorm(Tensor, Tensor, double)} computes: the result, and the moments of
 * each channel over the batch, [channels]. They have no gradient of their own; that of the result
 * goes through them.
 *
 * @param variance the population variance, which is divided by n
 */
public record BatchNormalized(Tensor output, Tensor mean, Tensor variance) {}

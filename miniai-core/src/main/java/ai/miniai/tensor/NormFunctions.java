package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Shapes;
import ai.miniai.kernels.Moments;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Normalisations of a {@link Tensor}. */
sealed interface NormFunctions extends Sized permits Tensor {

  /**
   * (this − mean) / √(variance + eps), with the mean and the variance over {@code dims}.
   *
   * @param correction the variance is divided by the number of values minus this: 0 for the
   *     population variance, 1 for the unbiased variance
   */
  default Tensor standardize(double eps, int correction, int... dims) {
    return Promotion.floating(new StandardizeOp(eps, correction, dims), self());
  }

  /**
   * Batch normalisation in training mode, of [batch, channels, ...]: (this − mean) / √(variance +
   * eps) · weight + bias, with the mean and the population variance of each channel over the batch
   * and all positions. Weight and bias are [channels].
   *
   * @throws IllegalArgumentException also if there is only one value per channel
   */
  default Tensor.BatchNormalized batchNorm(Tensor weight, Tensor bias, double eps) {
    checkBatchNorm();
    BatchNormOp norm = new BatchNormOp(eps);
    Tensor output = norm.apply(self(), weight, bias);
    Moments moments = norm.moments();
    return new Tensor.BatchNormalized(
        output, Tensor.made(moments.mean().dup()), Tensor.made(moments.variance().dup()));
  }

  /**
   * Batch normalisation in evaluation mode: like {@link #batchNorm(Tensor, Tensor, double)}, but
   * with the given {@code mean} and {@code variance} [channels], which get no gradient.
   */
  default Tensor batchNorm(Tensor weight, Tensor bias, Tensor mean, Tensor variance, double eps) {
    checkBatchNorm();
    return new BatchNormOp(mean, variance, eps).apply(self(), weight, bias);
  }

  private void checkBatchNorm() {
    checkArgument(
        Promotion.isPlain(dataType()),
        "batch normalisation wants float32 or float64, not %s: convert with to(DataType.FLOAT)",
        Shapes.text(dataType(), shape()));
  }

  /**
   * Layer normalisation over the last dimensions, whose sizes are {@code normalizedShape}: (this −
   * mean) / √(variance + eps) · weight + bias, with the mean and the population variance over these
   * dimensions. {@code weight} and {@code bias} have the shape {@code normalizedShape}, or are
   * null. Source: Ba, Kiros and Hinton, Layer Normalization, 2016.
   */
  default Tensor layerNorm(
      long[] normalizedShape, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
    int first = firstOf("layer", normalizedShape);
    checkAffine("layer", weight, bias, normalizedShape);
    return GroupNormOp.ofItems(first, eps).normalise(self(), weight, bias, normalizedShape);
  }

  /**
   * Root-mean-square normalisation over the last dimensions, whose sizes are {@code
   * normalizedShape}: this / √(mean square + eps) · weight, with the mean of the squares over these
   * dimensions. {@code weight} has the shape {@code normalizedShape}, or is null. Source: Zhang and
   * Sennrich, Root Mean Square Layer Normalization, 2019.
   */
  default Tensor rmsNorm(long[] normalizedShape, @Nullable Tensor weight, double eps) {
    RmsNormOp norm = new RmsNormOp(firstOf("RMS", normalizedShape), eps);
    checkAffine("RMS", weight, null, normalizedShape);
    Promotion.checkFloating("rmsnorm", self());
    return weight == null ? Promotion.floating(norm, self()) : Promotion.real(norm, self(), weight);
  }

  /** The first of the last dimensions with these sizes. */
  private int firstOf(String kind, long... normalizedShape) {
    int first = rank() - normalizedShape.length;
    checkArgument(
        normalizedShape.length > 0
            && first >= 0
            && Arrays.equals(Arrays.copyOfRange(shape(), first, rank()), normalizedShape),
        "%s normalisation over %s wants an input that ends with this shape, not %s",
        kind,
        Arrays.toString(normalizedShape),
        Shapes.text(shape()));
    return first;
  }

  /**
   * Group normalisation of [batch, channels, ...]: the channels of each item are divided into
   * {@code groups} groups of equal size. The result is (this − mean) / √(variance + eps) · weight +
   * bias, with the mean and the population variance of each group over its channels and all
   * positions. {@code weight} and {@code bias} are [channels], or null. Source: Wu and He, Group
   * Normalization, 2018.
   */
  default Tensor groupNorm(int groups, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
    checkArgument(
        rank() >= 2 && groups > 0 && size(1) % groups == 0,
        "group normalisation with %s groups wants an input [batch, channels, ...] with a multiple"
            + " of %s channels, not %s",
        groups,
        groups,
        Shapes.text(shape()));
    checkAffine("group", weight, bias, size(1));
    return GroupNormOp.ofGroups(groups, eps).normalise(self(), weight, bias, size(1));
  }

  /**
   * Instance normalisation of [batch, channels, ...]: {@link #groupNorm} with one group per
   * channel. Source: Ulyanov, Vedaldi and Lempitsky, Instance Normalization, 2016.
   *
   * @throws IllegalArgumentException also if a channel has only one position, because its
   *     normalised value would always be 0
   */
  default Tensor instanceNorm(@Nullable Tensor weight, @Nullable Tensor bias, double eps) {
    checkArgument(
        rank() >= 3 && length() > size(0) * size(1),
        "instance normalisation wants an input [batch, channels, ...] with more than one place, not"
            + " %s",
        Shapes.text(shape()));
    return groupNorm(Math.toIntExact(size(1)), weight, bias, eps);
  }

  private static void checkAffine(
      String kind, @Nullable Tensor weight, @Nullable Tensor bias, long... shape) {
    for (Tensor part : new Tensor[] {weight, bias}) {
      checkArgument(
          part == null || Arrays.equals(part.shape(), shape),
          "this %s normalisation wants a weight and a bias of shape %s, not %s",
          kind,
          Arrays.toString(shape),
          part == null ? "" : Shapes.text(part.shape()));
    }
  }

  private Tensor self() {
    return (Tensor) this;
  }
}

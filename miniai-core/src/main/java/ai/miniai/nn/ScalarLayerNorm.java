package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;

/**
 * The course's layer normalisation of images [batch, channels, height, width]: each image gets mean
 * 0 and variance 1 over its channels, rows and columns, then is multiplied by {@code mult} and
 * moved by {@code add}, one trained number each for the whole layer. The variance is the unbiased
 * one (n − 1), as in the course. (PyTorch's, with a weight and a bias for each value of an item, is
 * {@link LayerNorm}.)
 */
public final class ScalarLayerNorm extends Module {
  private final double eps;
  private final Tensor mult;
  private final Tensor add;

  /** With the course's eps, 10⁻⁵. */
  public ScalarLayerNorm() {
    this(AffineNorm.EPS);
  }

  /**
   * With an eps of your own.
   *
   * @param eps what is added to the variance, so that nothing is divided by 0
   */
  public ScalarLayerNorm(double eps) {
    this.eps = AffineNorm.checkEps(eps);
    mult = parameter("mult", MemoryScope.outside(() -> Tensor.scalar(1)));
    add = parameter("add", MemoryScope.outside(() -> Tensor.scalar(0)));
  }

  /** Works with the channels last, as images lie in memory anyway. */
  @Override
  protected Tensor forward(Tensor x) {
    checkArgument(
        x.rank() == 4,
        "expected images of shape [batch, channels, height, width], not %s",
        Arrays.toString(x.shape()));
    return x.permute(0, 2, 3, 1)
        .standardize(eps, 1, 1, 2, 3)
        .times(mult)
        .plus(add)
        .permute(0, 3, 1, 2);
  }

  @Override
  protected String details() {
    return eps == AffineNorm.EPS ? "" : "eps " + eps;
  }
}

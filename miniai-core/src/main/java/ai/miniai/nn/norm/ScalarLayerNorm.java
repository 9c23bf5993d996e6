package ai.miniai.nn.norm;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.Module;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;

/**
 * The course's layer normalisation of images [batch, channels, height, width]. Each image is
 * normalised to mean 0 and variance 1 over its channels, rows and columns, then multiplied by
 * {@code mult}, and {@code add} is added. Each of these is a single trainable number for the whole
 * layer. The variance is the unbiased one (divisor n − 1), as in the course. (PyTorch's version,
 * with a weight and a bias for each value of an item, is {@link LayerNorm}.)
 */
public final class ScalarLayerNorm extends Module {
  private final double eps;
  private final Tensor mult;
  private final Tensor add;

  /** With the course's eps of 10⁻⁵. */
  public ScalarLayerNorm() {
    this(AffineNorm.EPS);
  }

  /**
   * With a given eps.
   *
   * @param eps added to the variance to avoid division by 0
   */
  public ScalarLayerNorm(double eps) {
    this.eps = AffineNorm.checkEps(eps);
    mult = parameter("mult", MemoryScope.outside(() -> Tensor.scalar(1)));
    add = parameter("add", MemoryScope.outside(() -> Tensor.scalar(0)));
  }

  /** Works channels-last, which is how images are stored anyway. */
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

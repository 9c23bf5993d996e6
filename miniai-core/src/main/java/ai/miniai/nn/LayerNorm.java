package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import com.google.common.primitives.Longs;

/**
 * PyTorch's layer normalisation: each item, the last dimensions of the input, gets mean 0 and
 * variance 1, then is multiplied by {@code weight} and moved by {@code bias}, which are trained and
 * of the item's shape. Training and evaluating are the same. (The course's, with one number each
 * for weight and bias, is {@link ScalarLayerNorm}.) Source: Ba, Kiros and Hinton, Layer
 * Normalization, 2016.
 */
public final class LayerNorm extends AffineNorm {
  private final long[] normalizedShape;

  /**
   * With PyTorch's eps, 10⁻⁵, a weight and a bias.
   *
   * @param normalizedShape the last dimensions of the inputs, such as the number of features
   */
  public LayerNorm(long... normalizedShape) {
    this(normalizedShape, EPS, true);
  }

  /**
   * With settings of your own.
   *
   * @param normalizedShape the last dimensions of the inputs
   * @param eps what is added to the variance, so that nothing is divided by 0
   * @param elementwiseAffine whether there are a weight and a bias
   */
  public LayerNorm(long[] normalizedShape, double eps, boolean elementwiseAffine) {
    super(eps, elementwiseAffine, normalizedShape);
    this.normalizedShape = normalizedShape.clone();
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.layerNorm(normalizedShape, weight, bias, eps);
  }

  @Override
  protected String details() {
    return Longs.join(" × ", normalizedShape) + unusual(true);
  }
}

package ai.miniai.nn.norm;

import ai.miniai.tensor.Tensor;
import com.google.common.primitives.Longs;

/**
 * PyTorch's layer normalisation. Each item (the last dimensions of the input) is normalised to mean
 * 0 and variance 1, then multiplied by {@code weight}, and {@code bias} is added. Both are
 * trainable and have the shape of the item. Training and evaluation mode do the same. (The course's
 * version, with a single number each for weight and bias, is {@link ScalarLayerNorm}.) Source: Ba,
 * Kiros and Hinton, Layer Normalization, 2016.
 */
public final class LayerNorm extends AffineNorm {
  private final long[] normalizedShape;

  /**
   * With PyTorch's eps of 10⁻⁵, a weight and a bias.
   *
   * @param normalizedShape the last dimensions of the inputs, such as the number of features
   */
  public LayerNorm(long... normalizedShape) {
    this(normalizedShape, EPS, true);
  }

  /**
   * With all settings.
   *
   * @param normalizedShape the last dimensions of the inputs
   * @param eps added to the variance to avoid division by 0
   * @param elementwiseAffine whether to use a weight and a bias
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

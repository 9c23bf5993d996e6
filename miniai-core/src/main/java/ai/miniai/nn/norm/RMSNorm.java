package ai.miniai.nn.norm;

import ai.miniai.nn.Module;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import com.google.common.primitives.Longs;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Root-mean-square normalisation, as PyTorch's since 2.4. Each item (the last dimensions of the
 * input) is divided by √(mean square + eps), then multiplied by {@code weight}, which is trained
 * and has the shape of the item. Unlike {@link LayerNorm} it subtracts no mean. Training and
 * evaluation mode do the same. Source: Zhang and Sennrich, Root Mean Square Layer Normalization,
 * 2019.
 */
public final class RMSNorm extends Module {
  private final long[] normalizedShape;
  private final OptionalDouble eps;
  private final @Nullable Tensor weight;

  /**
   * With PyTorch's eps, the smallest step above 1 in the type of the input (float32: 2⁻²³), and a
   * weight.
   *
   * @param normalizedShape the last dimensions of the inputs, such as the number of features
   */
  public RMSNorm(long... normalizedShape) {
    this(normalizedShape, OptionalDouble.empty(), true);
  }

  /**
   * With all settings.
   *
   * @param normalizedShape the last dimensions of the inputs
   * @param eps added to the mean square to avoid division by 0
   * @param elementwiseAffine whether to use a weight
   */
  public RMSNorm(long[] normalizedShape, double eps, boolean elementwiseAffine) {
    this(normalizedShape, OptionalDouble.of(AffineNorm.checkEps(eps)), elementwiseAffine);
  }

  private RMSNorm(long[] normalizedShape, OptionalDouble eps, boolean elementwiseAffine) {
    AffineNorm.checkShape(normalizedShape);
    this.normalizedShape = normalizedShape.clone();
    this.eps = eps;
    weight =
        elementwiseAffine
            ? parameter("weight", MemoryScope.outside(() -> Tensor.ones(normalizedShape)))
            : null;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.rmsNorm(normalizedShape, weight, eps.orElseGet(() -> epsilon(x.dataType())));
  }

  /** The difference between 1 and the next larger number. */
  private static double epsilon(DataType type) {
    return switch (type) {
      case DOUBLE -> 0x1p-52;
      case HALF -> 0x1p-10;
      case BFLOAT16 -> 0x1p-7;
      default -> 0x1p-23;
    };
  }

  @Override
  protected String details() {
    return Longs.join(" × ", normalizedShape)
        + (eps.isPresent() ? ", eps " + eps.getAsDouble() : "")
        + (weight == null ? ", not affine" : "");
  }
}

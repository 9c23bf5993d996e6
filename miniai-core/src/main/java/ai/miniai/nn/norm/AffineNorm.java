package ai.miniai.nn.norm;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.Module;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Common parts of the normalisations that work on single items: eps, and optionally a weight that
 * is initialised with ones and a bias that is initialised with zeros.
 */
abstract sealed class AffineNorm extends Module permits LayerNorm, GroupNorm, InstanceNorm2d {
  static final double EPS = 1e-5;

  final double eps;
  final @Nullable Tensor weight;
  final @Nullable Tensor bias;

  AffineNorm(double eps, boolean affine, long... shape) {
    checkShape(shape);
    this.eps = checkEps(eps);
    weight = affine ? parameter("weight", MemoryScope.outside(() -> Tensor.ones(shape))) : null;
    bias = affine ? parameter("bias", MemoryScope.outside(() -> Tensor.zeros(shape))) : null;
  }

  static void checkShape(long... shape) {
    checkArgument(
        shape.length > 0 && Arrays.stream(shape).allMatch(size -> size > 0),
        "the sizes of a normalisation must be positive, not %s",
        Arrays.toString(shape));
  }

  static double checkEps(double eps) {
    checkArgument(
        eps >= 0 && Double.isFinite(eps), "eps must be finite and not negative, not %s", eps);
    return eps;
  }

  /** The settings that are not PyTorch's defaults. */
  final String unusual(boolean affineByDefault) {
    boolean affine = weight != null;
    return (eps == EPS ? "" : ", eps " + eps)
        + (affine == affineByDefault ? "" : affine ? ", affine" : ", not affine");
  }
}

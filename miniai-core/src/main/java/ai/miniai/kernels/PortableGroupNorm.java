package ai.miniai.kernels;

import ai.miniai.array.Broadcast;
import ai.miniai.array.Layout;
import ai.miniai.array.Summation;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Group normalisation with ND4J's operations. They run in memory order: [items, groups, channels,
 * places], or [items, places, groups, channels].
 */
final class PortableGroupNorm {
  private final boolean channelsLast;
  private final int[] dims;
  private final long[] perGroup;
  private final long[] perChannel;
  private final double n;

  private PortableGroupNorm(INDArray x) {
    channelsLast = !Layout.isRowMajor(x);
    long items = x.size(0);
    long groups = x.size(1);
    long channels = x.size(2);
    dims = channelsLast ? new int[] {1, 3} : new int[] {2, 3};
    perGroup = channelsLast ? new long[] {items, 1, groups, 1} : new long[] {items, groups, 1, 1};
    perChannel =
        channelsLast ? new long[] {1, 1, groups, channels} : new long[] {1, groups, channels, 1};
    n = channels * x.size(3);
  }

  static Kernels.GroupNormalized forward(
      INDArray x, @Nullable INDArray weight, @Nullable INDArray bias, double eps) {
    return new PortableGroupNorm(x).normalise(x, weight, bias, eps);
  }

  private Kernels.GroupNormalized normalise(
      INDArray x, @Nullable INDArray weight, @Nullable INDArray bias, double eps) {
    INDArray input = inMemoryOrder(x);
    INDArray mean = mean(input);
    INDArray centred = Broadcast.apply("subtract", input, mean);
    INDArray variance = mean(centred.mul(centred));
    INDArray y = Broadcast.apply("multiply", centred, inverseDeviation(variance, eps));
    if (weight != null) {
      y = Broadcast.apply("multiply", y, weight.reshape('c', perChannel));
    }
    if (bias != null) {
      y = Broadcast.apply("add", y, bias.reshape('c', perChannel));
    }
    return new Kernels.GroupNormalized(
        inLogicalOrder(y),
        new Moments(Layout.reshape(mean, mean.length()), Layout.reshape(variance, mean.length())));
  }

  static Kernels.NormGradients backward(
      INDArray x,
      INDArray gradient,
      Moments moments,
      @Nullable INDArray weight,
      double eps,
      Kernels.Wanted wanted) {
    return new PortableGroupNorm(x)
        .differentiate(Layout.matching(gradient, x), x, moments, weight, eps, wanted);
  }

  private Kernels.NormGradients differentiate(
      INDArray gradient,
      INDArray x,
      Moments moments,
      @Nullable INDArray weight,
      double eps,
      Kernels.Wanted wanted) {
    INDArray g = inMemoryOrder(gradient);
    INDArray inverse = inverseDeviation(moments.variance().reshape('c', perGroup), eps);
    INDArray normal = null;
    if (wanted.input() || wanted.weight()) {
      INDArray mean = moments.mean().reshape('c', perGroup);
      normal =
          Broadcast.apply("multiply", Broadcast.apply("subtract", inMemoryOrder(x), mean), inverse);
    }
    INDArray forInput = null;
    if (wanted.input() && normal != null) {
      INDArray scaled =
          weight == null ? g : Broadcast.apply("multiply", g, weight.reshape('c', perChannel));
      INDArray shared = Broadcast.apply("multiply", normal, mean(scaled.mul(normal)));
      INDArray centred = Broadcast.apply("subtract", scaled, mean(scaled));
      forInput = inLogicalOrder(Broadcast.apply("multiply", centred.subi(shared), inverse));
    }
    return new Kernels.NormGradients(
        forInput,
        wanted.weight() && normal != null ? perChannel(g.mul(normal)) : null,
        wanted.bias() ? perChannel(g) : null);
  }

  /** 1 / √(variance + eps). */
  private static INDArray inverseDeviation(INDArray variance, double eps) {
    return Transforms.sqrt(variance.add(eps), false).rdivi(1);
  }

  private INDArray mean(INDArray x) {
    return Layout.contiguous(Summation.over(x, dims)).divi(n).reshape('c', perGroup);
  }

  /** The sums over the items and the places: [groups · channels]. */
  private INDArray perChannel(INDArray x) {
    INDArray sum = Summation.over(x, channelsLast ? new int[] {0, 1} : new int[] {0, 3});
    return Layout.reshape(sum, sum.length());
  }

  private INDArray inMemoryOrder(INDArray x) {
    return channelsLast ? x.permute(0, 3, 1, 2) : x;
  }

  private INDArray inLogicalOrder(INDArray x) {
    return channelsLast ? x.permute(0, 2, 3, 1) : x;
  }
}

package ai.miniai.kernels;

import ai.miniai.array.Layout;
import ai.miniai.array.Rows;
import ai.miniai.array.Summation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Batch normalisation of rows [rows, channels] with ND4J's operations. */
final class PortableBatchNorm {
  private PortableBatchNorm() {}

  /** In two passes, so that the variance is precise even if the mean is far from 0. */
  static Moments moments(INDArray x) {
    INDArray mean = Summation.over(x, 0).divi(x.size(0));
    INDArray centred = Rows.sub(x, mean, Layout.emptyLike(x));
    return new Moments(mean, Summation.over(centred.muli(centred), 0).divi(x.size(0)));
  }

  static void normalise(
      INDArray x, Moments moments, INDArray weight, INDArray bias, double eps, INDArray out) {
    INDArray scale = inverseDeviation(moments, eps).muli(weight);
    Rows.addi(Rows.muli(Rows.sub(x, moments.mean(), out), scale), bias);
  }

  static Kernels.NormGradients backward(
      INDArray x,
      INDArray gradient,
      Moments moments,
      INDArray weight,
      double eps,
      boolean own,
      Kernels.Wanted wanted) {
    INDArray inverse = inverseDeviation(moments, eps);
    boolean throughMoments = own && wanted.input();
    INDArray forBias = wanted.bias() || throughMoments ? Summation.over(gradient, 0) : null;
    INDArray normal = null;
    INDArray forWeight = null;
    if (wanted.weight() || throughMoments) {
      normal = Rows.muli(Rows.sub(x, moments.mean(), Layout.emptyLike(x)), inverse);
      forWeight = Summation.over(normal.mul(gradient), 0);
    }
    INDArray forInput = null;
    if (wanted.input()) {
      INDArray rest = gradient;
      if (normal != null && forWeight != null && forBias != null && own) {
        Rows.addi(Rows.muli(normal, forWeight.div(x.size(0))), forBias.div(x.size(0)));
        rest = gradient.sub(normal, normal);
      }
      forInput = rest == gradient ? Layout.emptyLike(gradient) : rest;
      Rows.mul(rest, inverse.muli(weight), forInput);
    }
    return new Kernels.NormGradients(
        forInput, wanted.weight() ? forWeight : null, wanted.bias() ? forBias : null);
  }

  /** 1 / √(variance + eps). */
  private static INDArray inverseDeviation(Moments moments, double eps) {
    return Transforms.sqrt(moments.variance().add(eps), false).rdivi(1);
  }
}

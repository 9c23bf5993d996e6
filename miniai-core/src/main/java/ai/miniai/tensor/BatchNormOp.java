package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.Moments;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Normalises each channel of x [batch, channels, ...] to mean 0 and variance 1, then multiplies it
 * by a weight and adds a bias. Inputs: x, weight and bias. Source: Ioffe and Szegedy, Batch
 * Normalization, 2015.
 */
final class BatchNormOp extends Operation {
  private final double eps;
  private final boolean own;
  private final Tensor[] given;
  private @Nullable Moments moments;

  /** Normalises with the mean and variance of the batch itself. */
  BatchNormOp(double eps) {
    this.eps = eps;
    this.own = true;
    this.given = new Tensor[0];
  }

  /** Normalises with the given mean and variance. */
  BatchNormOp(Tensor mean, Tensor variance, double eps) {
    this.eps = eps;
    this.own = false;
    this.given = new Tensor[] {mean, variance};
    this.moments = new Moments(mean.live(), variance.live());
  }

  /** The mean and variance with which the input was normalised. */
  Moments moments() {
    Moments known = moments;
    checkState(known != null, "there are no moments before apply()");
    return known;
  }

  @Override
  Map<String, Object> settings() {
    return Map.of("own moments", own, "eps", eps);
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray x = inputs[0];
    check(inputs);
    if (x.isEmpty()) {
      return Layout.emptyLike(x);
    }
    INDArray images = Layout.channelsLast(x);
    INDArray rows = images.reshape('c', -1, x.size(1));
    if (moments == null) {
      moments = Kernels.current().moments(rows);
    }
    checkChannels("mean", x, moments.mean());
    checkChannels("variance", x, moments.variance());
    Shapes.checkOneType(x, moments.mean(), moments.variance());
    INDArray out = Layout.emptyLike(rows);
    INDArray weight = Layout.contiguous(inputs[1]);
    Kernels.current().batchNorm(rows, moments, weight, Layout.contiguous(inputs[2]), eps, out);
    alsoReads(given);
    save(rows, weight, moments.mean(), moments.variance());
    return Layout.channelsFirst(out.reshape('c', images.shape()));
  }

  private void check(INDArray... inputs) {
    INDArray x = inputs[0];
    checkArgument(
        x.rank() >= 2,
        "batch normalisation wants an input of shape [batch, channels, ...], not %s",
        Shapes.shape(x));
    checkChannels("weight", x, inputs[1]);
    checkChannels("bias", x, inputs[2]);
    Shapes.checkOneType(inputs);
    checkArgument(
        !own || x.length() > x.size(1),
        "batch normalisation wants more than one value per channel while training, which an input"
            + " of shape %s does not have: make the batch larger (or leave out a last one of a"
            + " single example), or evaluate",
        Shapes.shape(x));
  }

  private static void checkChannels(String what, INDArray x, INDArray perChannel) {
    checkArgument(
        Arrays.equals(perChannel.shape(), new long[] {x.size(1)}),
        "batch normalisation of an input of shape %s ([batch, channels, ...]) wants a %s of shape"
            + " [%s], not %s",
        Shapes.shape(x),
        what,
        x.size(1),
        Shapes.shape(perChannel));
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray images = Layout.channelsLast(gradient);
    INDArray rows = images.reshape('c', -1, gradient.size(1));
    Kernels.NormGradients gradients =
        Kernels.current()
            .batchNormBackward(
                saved(0, own || needs(1)),
                rows,
                new Moments(saved(2), saved(3)),
                saved(1, needs(0)),
                eps,
                own,
                wanted());
    INDArray forInput = gradients.input();
    if (forInput != null) {
      giveAway(0, Layout.channelsFirst(forInput.reshape('c', images.shape())));
    }
    giveAwayIfWanted(1, gradients.weight());
    giveAwayIfWanted(2, gradients.bias());
  }
}

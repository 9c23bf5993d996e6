package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import java.util.Arrays;

/** Dropout of whole channels. */
abstract sealed class ChannelDropout extends Module permits Dropout1d, Dropout2d {
  /** PyTorch's default. */
  static final double P = 0.5;

  private final double p;
  private final int rank;
  private final String shape;

  ChannelDropout(double p, int rank, String shape) {
    this.p = Dropout.checkProbability(p);
    this.rank = rank;
    this.shape = shape;
  }

  @Override
  protected final Tensor forward(Tensor x) {
    checkArgument(
        x.rank() == rank,
        "expected an input of shape %s, not %s",
        shape,
        Arrays.toString(x.shape()));
    return training() && p > 0 ? x.dropoutChannels(p) : x;
  }

  @Override
  protected final String details() {
    return "p " + p;
  }
}

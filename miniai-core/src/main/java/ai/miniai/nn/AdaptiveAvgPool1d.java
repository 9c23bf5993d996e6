package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;

/**
 * Average pooling to a fixed length: [batch, channels, any] to [batch, channels, length]. With
 * length 1 it computes the mean of each sequence.
 */
public final class AdaptiveAvgPool1d extends Module {
  private final int length;

  public AdaptiveAvgPool1d(int length) {
    checkArgument(length > 0, "the length of the output must be positive, not %s", length);
    this.length = length;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.adaptiveAvgPool1d(length);
  }

  @Override
  protected String details() {
    return "" + length;
  }
}

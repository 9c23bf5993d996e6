package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;
import java.util.Arrays;

/**
 * Adds to each vector of [batch, length, width] the code of its position: sin(position / 10000^(i /
 * width)) at even i, and cos(position / 10000^((i − 1) / width)) at odd i. Nothing is trained.
 * Source: Vaswani et al., Attention Is All You Need, 2017.
 */
public final class SinusoidalPositionalEmbedding extends Module {
  private static final double MAX_PERIOD = 10_000;

  private final int width;

  /** [length, width], for the longest sequence so far. */
  private volatile double[] codes = {};

  public SinusoidalPositionalEmbedding(int width) {
    checkArgument(width > 0, "the width must be positive, not %s", width);
    this.width = width;
  }

  @Override
  protected Tensor forward(Tensor x) {
    checkArgument(
        x.rank() == 3 && x.size(2) == width && x.dataType().isFPType(),
        "expected floating point numbers [batch, length, %s], not %s %s",
        width,
        x.dataType(),
        Arrays.toString(x.shape()));
    int length = Math.toIntExact(x.size(1));
    double[] known = codes; // another thread may set it to others meanwhile
    if (known.length < length * width) {
      known = codes(length);
      codes = known;
    }
    double[] first = Arrays.copyOf(known, length * width);
    return x.plus(Tensor.of(first, length, width).to(x.dataType()));
  }

  private double[] codes(int length) {
    double[] values = new double[length * width];
    for (int i = 0; i < values.length; i++) {
      int position = i / width;
      int column = i % width;
      double angle = position / Math.pow(MAX_PERIOD, (double) (column - column % 2) / width);
      values[i] = column % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
    }
    return values;
  }

  @Override
  protected String details() {
    return Integer.toString(width);
  }
}

package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkNotNull;

import ai.miniai.tensor.Tensor;

/**
 * Images with {@code scale} times the height and the width: [batch, channels, height, width] to
 * [batch, channels, scale · height, scale · width].
 */
public final class Upsample extends Module {
  /** What is put between the places that there are. */
  public enum Mode {
    /** Each place repeated scale × scale times. */
    NEAREST,
    /** Straight lines between the centres of neighbours (PyTorch's with align_corners=False). */
    BILINEAR
  }

  private final int scale;
  private final Mode mode;

  /** The nearest place, PyTorch's default. */
  public Upsample(int scale) {
    this(scale, Mode.NEAREST);
  }

  public Upsample(int scale, Mode mode) {
    checkArgument(scale > 0, "the scale must be positive, not %s", scale);
    this.scale = scale;
    this.mode = checkNotNull(mode, "the mode is null");
  }

  @Override
  protected Tensor forward(Tensor x) {
    return switch (mode) {
      case NEAREST -> x.upsampleNearest(scale);
      case BILINEAR -> x.upsampleBilinear(scale);
    };
  }

  @Override
  protected String details() {
    return scale + (mode == Mode.NEAREST ? "" : ", bilinear");
  }
}

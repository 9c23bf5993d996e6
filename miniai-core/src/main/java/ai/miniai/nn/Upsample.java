package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkNotNull;

import ai.miniai.tensor.Tensor;

/**
 * Upsampling of images by an integer factor: [batch, channels, height, width] to [batch, channels,
 * scale · height, scale · width].
 */
public final class Upsample extends Module {
  /** How the new pixels are computed. */
  public enum Mode {
    /** Each pixel is repeated scale × scale times. */
    NEAREST,
    /**
     * Bilinear interpolation between the centres of pixels (PyTorch's with align_corners=False).
     */
    BILINEAR
  }

  private final int scale;
  private final Mode mode;

  /** Nearest neighbour, PyTorch's default. */
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

package ai.miniai.nn;

/**
 * In training mode, sets whole channels of [batch, channels, height, width] to 0, each with
 * probability p, and scales the others by 1 / (1 − p). Neighbouring values of a channel are alike,
 * so that dropping single ones would hide little. Source: Tompson et al., Efficient Object
 * Localization Using Convolutional Networks, 2015.
 */
public final class Dropout2d extends ChannelDropout {
  /** With PyTorch's p, 0.5. */
  public Dropout2d() {
    this(P);
  }

  public Dropout2d(double p) {
    super(p, 4, "[batch, channels, height, width]");
  }
}

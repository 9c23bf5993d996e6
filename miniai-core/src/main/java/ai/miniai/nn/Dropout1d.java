package ai.miniai.nn;

/**
 * In training mode, sets whole channels of [batch, channels, length] to 0, each with probability p,
 * and scales the others by 1 / (1 − p). Neighbouring values of a channel are alike, so that
 * dropping single ones would hide little. Source: Tompson et al., Efficient Object Localization
 * Using Convolutional Networks, 2015.
 */
public final class Dropout1d extends ChannelDropout {
  /** With PyTorch's p, 0.5. */
  public Dropout1d() {
    this(P);
  }

  public Dropout1d(double p) {
    super(p, 3, "[batch, channels, length]");
  }
}

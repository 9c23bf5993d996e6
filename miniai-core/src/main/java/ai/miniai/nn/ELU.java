package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Tensor;

/** x where positive, alpha · (exp(x) − 1) elsewhere. */
public final class ELU extends Module {
  private final double alpha;

  /** With PyTorch's alpha, 1. */
  public ELU() {
    this(1);
  }

  public ELU(double alpha) {
    checkArgument(Double.isFinite(alpha), "alpha must be finite, not %s", alpha);
    this.alpha = alpha;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.elu(alpha);
  }

  @Override
  protected String details() {
    return "alpha " + alpha;
  }
}

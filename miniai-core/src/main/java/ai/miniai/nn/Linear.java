package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** x · weightᵀ + bias: [..., in] to [..., out], with weight [out, in] and bias [out]. */
public final class Linear extends Module {
  private final Tensor weight;
  private final @Nullable Tensor bias;

  public Linear(int in, int out) {
    this(in, out, true);
  }

  public Linear(int in, int out, boolean bias) {
    this.weight = parameter("weight", Initialization.byDefault(in, out, in));
    this.bias = bias ? parameter("bias", Initialization.byDefault(in, out)) : null;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return x.linear(weight, bias);
  }

  @Override
  protected String details() {
    return weight.size(1) + ", " + weight.size(0) + (bias == null ? ", no bias" : "");
  }
}

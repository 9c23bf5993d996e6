package ai.miniai.nn;

import ai.miniai.tensor.Tensor;

/** x · sigmoid(x), also called swish. */
public final class SiLU extends Module {
  @Override
  protected Tensor forward(Tensor x) {
    return x.silu();
  }
}

package ai.miniai.nn;

import ai.miniai.tensor.Tensor;

/** Returns its input. */
public final class Identity extends Module {
  @Override
  protected Tensor forward(Tensor x) {
    return x;
  }
}

package ai.miniai.nn;

import ai.miniai.tensor.Tensor;

/** Hands its input on. */
public final class Identity extends Module {
  @Override
  protected Tensor forward(Tensor x) {
    return x;
  }
}

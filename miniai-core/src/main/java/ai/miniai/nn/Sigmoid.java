package ai.miniai.nn;

import ai.miniai.tensor.Tensor;

/** 1 / (1 + exp(−x)). */
public final class Sigmoid extends Module {
  @Override
  protected Tensor forward(Tensor x) {
    return x.sigmoid();
  }
}

package ai.miniai.nn;

import ai.miniai.tensor.Tensor;

/** Merges all dimensions except the first: [batch, ...] to [batch, n]. */
public final class Flatten extends Module {
  @Override
  protected Tensor forward(Tensor x) {
    return x.flatten(1);
  }
}

package ai.miniai.nn;

import ai.miniai.tensor.Tensor;

/** log(1 + exp(x)), or x itself above 20: a smooth ReLU. */
public final class Softplus extends Module {
  @Override
  protected Tensor forward(Tensor x) {
    return x.softplus();
  }
}

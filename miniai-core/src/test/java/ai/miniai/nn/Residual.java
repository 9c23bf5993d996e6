package ai.miniai.nn;

import ai.miniai.tensor.Tensor;

/** A module as a user writes it: its body and a way around it. */
final class Residual extends Module {
  private final Module body;

  Residual(Module body) {
    this.body = child("body", body);
  }

  @Override
  protected Tensor forward(Tensor x) {
    return body.call(x).plus(x);
  }
}

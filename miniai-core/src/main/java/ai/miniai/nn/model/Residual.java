package ai.miniai.nn.model;

import ai.miniai.nn.Module;
import ai.miniai.tensor.Tensor;

/** x + body(x): a skip connection around the body, which must keep the shape. */
public final class Residual extends Module {
  private final Module body;

  public Residual(Module body) {
    this.body = child("body", body);
  }

  @Override
  protected Tensor forward(Tensor x) {
    return body.call(x).plus(x);
  }
}

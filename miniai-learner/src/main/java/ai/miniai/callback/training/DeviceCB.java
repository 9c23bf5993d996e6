package ai.miniai.callback.training;

import ai.miniai.callback.Callback;
import ai.miniai.tensor.Tensor;

/**
 * Sees to it that parameters and batches are on the device before they are needed. On the CPU there
 * is nothing to move. A backend that cannot run here fails at the start of the fit, with the
 * reason.
 */
public final class DeviceCB extends Callback {
  @Override
  public void beforeFit() {
    model().parameters().values().forEach(Tensor::toDevice);
    model().buffers().values().forEach(Tensor::toDevice);
  }

  @Override
  public void beforeBatch() {
    batch().tensors().forEach(Tensor::toDevice);
  }
}

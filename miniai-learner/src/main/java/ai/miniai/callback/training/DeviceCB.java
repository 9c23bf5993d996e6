package ai.miniai.callback.training;

import ai.miniai.callback.Callback;
import ai.miniai.tensor.Tensor;

/**
 * Moves the model's parameters and buffers to the device at the start of a fit, and each batch
 * before it is used. Does nothing on the CPU.
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

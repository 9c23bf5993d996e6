package ai.miniai.kernels.onednn;

import ai.miniai.kernels.KernelProvider;
import ai.miniai.kernels.Kernels;

/** Provides {@link OneDnnKernels}. */
public final class OneDnnProvider implements KernelProvider {
  @Override
  public String name() {
    return "onednn";
  }

  @Override
  public Kernels create() {
    return new OneDnnKernels();
  }
}

package ai.miniai.tensor;

import ai.miniai.kernels.CpuKernels;
import ai.miniai.kernels.KernelChoice;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.PortableKernels;
import ai.miniai.kernels.onednn.OneDnnKernels;

/** The sets of kernels there are for the processor. */
enum KernelSet {
  PORTABLE(new PortableKernels()),
  CPU(new CpuKernels()),
  ONEDNN(new OneDnnKernels());

  private final Kernels kernels;

  KernelSet(Kernels kernels) {
    this.kernels = kernels;
  }

  /** Lets these compute from now on. */
  void use() {
    KernelChoice.use(kernels);
  }
}

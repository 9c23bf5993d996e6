package ai.miniai.tensor;

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

package ai.miniai.tensor;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Which kernels to use: those for the processor, unless the system property {@code miniai.kernels}
 * is {@code portable}.
 */
final class KernelChoice {
  static final Kernels CHOSEN =
      choose(System.getProperty("miniai.kernels"), Nd4j.getEnvironment().isCPU());

  private KernelChoice() {}

  static Kernels choose(@Nullable String property, boolean cpu) {
    if (property == null) {
      return cpu ? new CpuKernels() : new PortableKernels();
    }
    if (property.equals("onednn")) {
      return new OneDnnKernels();
    }
    if (property.equals("portable")) {
      return new PortableKernels();
    }
    throw new IllegalArgumentException(
        "the system property miniai.kernels may be \"portable\" or absent, not \""
            + property
            + "\"");
  }
}

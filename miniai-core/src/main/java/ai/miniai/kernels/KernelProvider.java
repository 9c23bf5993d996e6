package ai.miniai.kernels;

/**
 * Creates kernels for one kind of processor. Providers are found by {@link
 * java.util.ServiceLoader}, so that kernels can be in a separate package or module.
 */
public interface KernelProvider {
  /** The name that selects these kernels in the system property {@code miniai.kernels}. */
  String name();

  /**
   * Creates the kernels.
   *
   * @throws LinkageError if their native libraries are not available for this machine
   */
  Kernels create();
}

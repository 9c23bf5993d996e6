package ai.miniai.kernels;

/**
 * Makes kernels for one kind of processor. Found by {@link java.util.ServiceLoader}, so that a set
 * of kernels can live in a package or a module of its own.
 */
public interface KernelProvider {
  /** The name by which the system property {@code miniai.kernels} asks for them. */
  String name();

  /**
   * Makes the kernels.
   *
   * @throws LinkageError if their native libraries are not there for this machine
   */
  Kernels create();
}

package ai.miniai.device;

import static com.google.common.base.Preconditions.checkState;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.environment.Nd4jEnvironment;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Where the arithmetic happens: the ND4J backend on the classpath decides.
 *
 * @param kind processor or card
 * @param name of the CPU, the library for linear algebra, such as OpenBLAS; of a card, its model
 * @param threads the number of threads on the CPU
 * @param computeCapability the generation of the card, if it is one
 */
public record Device(
    Kind kind, String name, int threads, Optional<ComputeCapability> computeCapability) {

  static {
    NativeSettings.apply();
  }

  /** The kinds of devices that ND4J has backends for. */
  public enum Kind {
    CPU,
    CUDA
  }

  /**
   * The device in use.
   *
   * @throws IllegalStateException if there is no backend on the classpath, or none that works here,
   *     or if it has no code for the card of this machine
   */
  public static Device current() {
    Device device = of(environment());
    device.computeCapability.ifPresent(ComputeCapability::checkSupported);
    return device;
  }

  /**
   * Sets for ND4J's natives what the environment leaves open, before they are loaded: how long
   * their threads spin while they wait. The classes of this library do so themselves. A program
   * that touches ND4J or DL4J first calls this before, as the first line of {@code main}; a second
   * call does nothing.
   */
  public static void prepare() {
    NativeSettings.apply();
  }

  /** Such as "CPU (OpenBLAS, 2 threads)". */
  @Override
  public String toString() {
    return computeCapability
        .map(capability -> kind + " (" + name + ", compute capability " + capability + ")")
        .orElse(kind + " (" + name + ", " + threads + (threads == 1 ? " thread)" : " threads)"));
  }

  /** Reads what ND4J says about its environment. */
  static Device of(Properties environment) {
    int threads = number(environment.get(Nd4jEnvironment.OMP_THREADS_KEY));
    Object backend = environment.get(Nd4jEnvironment.BACKEND_KEY);
    if (!"CUDA".equals(backend)) {
      String library = String.valueOf(environment.get(Nd4jEnvironment.BLAS_VENDOR_KEY));
      String name = library.equals("OPENBLAS") ? "OpenBLAS" : library;
      return new Device(Kind.CPU, name, threads, Optional.empty());
    }
    Object cards = environment.get(Nd4jEnvironment.CUDA_DEVICE_INFORMATION_KEY);
    checkState(
        cards instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map,
        "ND4J's CUDA backend finds no card in this machine; run on the CPU (--device cpu)");
    Map<?, ?> card = (Map<?, ?>) ((List<?>) cards).get(0);
    ComputeCapability capability =
        new ComputeCapability(
            number(card.get(Nd4jEnvironment.CUDA_DEVICE_MAJOR_VERSION_KEY)),
            number(card.get(Nd4jEnvironment.CUDA_DEVICE_MINOR_VERSION_KEY)));
    String name = String.valueOf(card.get(Nd4jEnvironment.CUDA_DEVICE_NAME_KEY));
    return new Device(Kind.CUDA, name, threads, Optional.of(capability));
  }

  private static Properties environment() {
    try {
      return Nd4j.getExecutioner().getEnvironmentInformation();
    } catch (LinkageError e) { // ND4J looks for a backend while its main class is initialized
      throw new IllegalStateException(
          "ND4J finds no backend that works here: put exactly one on the classpath, for the CPU"
              + " org.nd4j:nd4j-native and the same with a classifier for the machine, such as"
              + " linux-x86_64-onednn, or for CUDA org.nd4j:nd4j-cuda-11.6 likewise",
          e);
    }
  }

  private static int number(@Nullable Object value) {
    return value instanceof Number number ? number.intValue() : Integer.parseInt("" + value);
  }
}

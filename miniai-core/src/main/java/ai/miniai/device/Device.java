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
 * The device that computes. It is determined by the ND4J backend on the classpath.
 *
 * @param kind CPU or CUDA GPU
 * @param name for a CPU, the name of the BLAS library, such as OpenBLAS; for a GPU, its model
 * @param threads the number of threads on the CPU
 * @param computeCapability the compute capability of a GPU, such as "8.6"; empty for a CPU
 */
public record Device(Kind kind, String name, int threads, Optional<String> computeCapability) {

  static {
    NativeSettings.apply();
  }

  /** The kinds of devices that ND4J has backends for. */
  public enum Kind {
    CPU,
    CUDA
  }

  /**
   * The current device.
   *
   * @throws IllegalStateException if there is no backend on the classpath, or none that works on
   *     this machine, or if the backend has no code for the GPU of this machine
   */
  public static Device current() {
    Device device = of(environment());
    device
        .computeCapability
        .map(ComputeCapability::of)
        .ifPresent(ComputeCapability::checkSupported);
    return device;
  }

  /**
   * Configures ND4J's native libraries before they are loaded: sets how long their threads spin
   * while they wait, unless the environment already does. The classes of this library call this
   * themselves. A program that uses ND4J or DL4J before this library must call this first, in the
   * first line of {@code main}. A second call does nothing.
   */
  public static void prepare() {
    NativeSettings.apply();
  }

  /** A description such as "CPU (OpenBLAS, 2 threads)". */
  @Override
  public String toString() {
    return computeCapability
        .map(capability -> kind + " (" + name + ", compute capability " + capability + ")")
        .orElse(kind + " (" + name + ", " + threads + (threads == 1 ? " thread)" : " threads)"));
  }

  /** Creates a device from ND4J's description of its environment. */
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
    String capability =
        number(card.get(Nd4jEnvironment.CUDA_DEVICE_MAJOR_VERSION_KEY))
            + "."
            + number(card.get(Nd4jEnvironment.CUDA_DEVICE_MINOR_VERSION_KEY));
    String name = String.valueOf(card.get(Nd4jEnvironment.CUDA_DEVICE_NAME_KEY));
    return new Device(Kind.CUDA, name, threads, Optional.of(capability));
  }

  private static Properties environment() {
    try {
      return Nd4j.getExecutioner().getEnvironmentInformation();
    } catch (LinkageError e) { // ND4J searches for a backend while its main class is initialized
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

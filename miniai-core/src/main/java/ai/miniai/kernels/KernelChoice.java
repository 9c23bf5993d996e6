package ai.miniai.kernels;

import ai.miniai.array.Layout;
import ai.miniai.device.NativeSettings;
import java.io.PrintStream;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Chooses the kernels. On the CPU these are the oneDNN kernels if oneDNN can be loaded, else the
 * plain Java kernels; on a GPU, the portable kernels. The system property {@code miniai.kernels}
 * overrides this: {@code onednn}, {@code cpu} (plain Java, without oneDNN) or {@code portable}.
 */
public final class KernelChoice {
  static {
    NativeSettings.apply();
  }

  public static final Kernels CHOSEN =
      choose(
          System.getProperty("miniai.kernels"),
          Nd4j.getEnvironment().isCPU(),
          () -> provided("onednn"),
          System.err);

  private static volatile Kernels current = CHOSEN;

  static {
    Layout.copyWith((x, out) -> current.copy(x, out));
  }

  private KernelChoice() {}

  static Kernels current() {
    return current;
  }

  /** Switches to other kernels. For tests, which compare several kernels in one program. */
  public static void use(Kernels kernels) {
    current = kernels;
  }

  static Kernels choose(
      @Nullable String property, boolean cpu, Supplier<Kernels> oneDnn, PrintStream warnings) {
    if (property == null) {
      return cpu ? oneDnnIfPossible(oneDnn, warnings) : new PortableKernels();
    }
    return switch (property) {
      case "onednn" -> oneDnn.get();
      case "cpu" -> new CpuKernels();
      case "portable" -> new PortableKernels();
      default ->
          throw new IllegalArgumentException(
              "the system property miniai.kernels may be \"onednn\", \"cpu\", \"portable\" or absent, not \""
                  + property
                  + "\"");
    };
  }

  private static Kernels provided(String name) {
    for (KernelProvider provider :
        ServiceLoader.load(KernelProvider.class, KernelProvider.class.getClassLoader())) {
      if (provider.name().equals(name)) {
        return provider.create();
      }
    }
    throw new NoClassDefFoundError(
        "no kernels named \""
            + name
            + "\" in META-INF/services/"
            + KernelProvider.class.getName()
            + ": were such files merged when jars were packed into one?");
  }

  private static Kernels oneDnnIfPossible(Supplier<Kernels> oneDnn, PrintStream warnings) {
    try {
      return oneDnn.get();
    } catch (LinkageError missing) {
      warnings.println(
          "miniai: oneDNN is not on the classpath for this machine ("
              + missing.getMessage()
              + "): networks train several times slower. Add org.bytedeco:dnnl:2.5.2-1.5.7 and"
              + " org.bytedeco:opencl:3.0-1.5.7, each with the classifier linux-x86_64.");
      return new CpuKernels();
    }
  }
}

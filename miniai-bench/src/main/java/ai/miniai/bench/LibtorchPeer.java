package ai.miniai.bench;

import static com.google.common.base.Preconditions.checkState;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * libtorch, called from Java. It needs another version of JavaCPP than ND4J, so its program is in
 * another module, miniai-bench-libtorch, and its JVM has a class path of its own.
 */
final class LibtorchPeer {
  /** JavaCPP need not watch memory and objects: the program frees its tensors itself. */
  private static final List<String> OPTIONS =
      List.of(
          "-Dorg.bytedeco.javacpp.nopointergc=true",
          "-Dorg.bytedeco.javacpp.maxBytes=0",
          "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");

  private LibtorchPeer() {}

  static Contender start(Workload workload, PeerSettings settings) {
    checkState(!workload.stats(), "it records no statistics");
    return start(
        settings,
        workload.model().toString(),
        Integer.toString(workload.batchSize()),
        Double.toString(Workload.LEARNING_RATE));
  }

  static ChildContender startLayers(PeerSettings settings) {
    return start(settings, "layers");
  }

  private static ChildContender start(PeerSettings settings, String... task) {
    List<String> arguments = new ArrayList<>(List.of(Integer.toString(settings.threads())));
    arguments.addAll(List.of(task));
    ProcessBuilder builder =
        ChildJvm.other(
            classPath(settings.libtorch().resolve("target")),
            OPTIONS,
            "ai.miniai.libtorch.LibtorchProgram",
            arguments);
    // As for PyTorch: its default settings, not those that are good for ours.
    Tuning.removeFrom(builder);
    builder.environment().put("OPENBLAS_NUM_THREADS", Integer.toString(settings.threads()));
    builder.environment().putAll(settings.environment());
    return new ChildContender("libtorch", builder);
  }

  private static String classPath(Path target) {
    try {
      return target.resolve("classes")
          + File.pathSeparator
          + Files.readString(target.resolve("libtorch.classpath")).trim();
    } catch (IOException e) {
      throw new IllegalStateException(
          ("there is no list of its libraries, %s.%n./miniai bench --peers libtorch fetches them"
                  + " (110 MB, the first time) and writes it, on Linux with x86-64; that takes Maven"
                  + " and a connection to its repository.")
              .formatted(target.resolve("libtorch.classpath")),
          e);
    }
  }
}

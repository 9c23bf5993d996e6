package ai.miniai.bench;

import ai.miniai.device.Device;
import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Whom to compare with, and how they run. */
final class PeerOptions {
  /** The system property by which {@code ./miniai} says where the program for libtorch is. */
  private static final String LIBTORCH = "miniai.libtorch";

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "PEER",
      description =
          "Whom to compare with: ${COMPLETION-CANDIDATES}. libtorch is a newer PyTorch than Debian's,"
              + " and is fetched the first time (110 MB).")
  private List<Peer> peers = List.of(Peer.DL4J, Peer.PYTORCH);

  @Option(names = "--alone", description = "Compare with nobody.")
  private boolean alone;

  @Option(names = "--python", paramLabel = "FILE", description = "The Python that has PyTorch.")
  private String python = "/usr/bin/python3";

  @Option(
      names = {"--peer-env", "--python-env"},
      paramLabel = "NAME=VALUE",
      showDefaultValue = Visibility.NEVER,
      description =
          "A variable for the environment of PyTorch and libtorch; they get none of OMP_*, GOMP_*,"
              + " MALLOC_*, GLIBC_* otherwise. On a busy machine OMP_WAIT_POLICY=passive keeps their"
              + " threads from spinning.")
  private Map<String, String> environment = Map.of();

  /** Starts those that are wanted, and says on the error stream which are left out, and why. */
  <C extends Contender> List<C> start(BiFunction<Peer, PeerSettings, C> starter) {
    Device device = Device.current();
    if (alone || device.kind() != Device.Kind.CPU) { // the other libraries run on the CPU
      return List.of();
    }
    PeerSettings settings =
        new PeerSettings(
            python,
            Path.of(System.getProperty(LIBTORCH, "miniai-bench-libtorch")),
            ImmutableMap.copyOf(environment),
            device.threads());
    List<C> started = new ArrayList<>();
    for (Peer peer : peers) {
      try {
        started.add(starter.apply(peer, settings));
      } catch (IllegalStateException e) {
        System.err.println("miniai: without " + peer + ": " + e.getMessage());
      }
    }
    return started;
  }
}

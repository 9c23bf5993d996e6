package ai.miniai.bench;

import ai.miniai.device.Device;
import ai.miniai.random.Seed;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Compares the training speed with that of other libraries, and shows where the time goes. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "Compare the speed of training with DL4J's and PyTorch's. All take turns in one run; a"
            + " ratio above 1 means that miniai is faster.")
final class BenchCommand implements Callable<Integer> {
  @Option(names = "--model", description = "The network: ${COMPLETION-CANDIDATES}.")
  private Network model = Network.CNN;

  @Option(names = "--stats", description = "Measure with statistics of activations too.")
  private boolean stats;

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "PEER",
      description = "Whom to compare with: ${COMPLETION-CANDIDATES}.")
  private List<Peer> peers = List.of(Peer.values());

  @Option(names = "--alone", description = "Compare with nobody.")
  private boolean alone;

  @Option(
      names = "--batch-size",
      description = "Images in a step (1024 if not given), or rows of the table (32).")
  private @Nullable Integer batchSize;

  @Option(names = "--rounds", description = "Turns of each that count.")
  private int rounds = 7;

  @Option(names = "--seconds", description = "Length of a turn, about.")
  private double seconds = 1;

  @Option(names = "--steps", description = "Steps in a turn, in place of --seconds.")
  private @Nullable Integer steps;

  @Option(
      names = "--epoch",
      description = "Measure whole epochs too, with data loading, metrics and validation.")
  private boolean epoch;

  @Option(
      names = "--batch-sizes",
      split = ",",
      paramLabel = "SIZE",
      showDefaultValue = Visibility.NEVER,
      description = "Measure the time for an image at these batch sizes too.")
  private List<Integer> batchSizes = List.of();

  @Option(names = "--python", paramLabel = "FILE", description = "The Python that has PyTorch.")
  private String python = "/usr/bin/python3";

  @Option(
      names = "--python-env",
      paramLabel = "NAME=VALUE",
      showDefaultValue = Visibility.NEVER,
      description =
          "A variable for PyTorch's environment; it gets none of OMP_*, GOMP_*, MALLOC_*, GLIBC_* otherwise. On a"
              + " busy machine OMP_WAIT_POLICY=passive keeps its threads from spinning.")
  private Map<String, String> pythonEnvironment = Map.of();

  @Option(
      names = "--watch-dl4j",
      description =
          "Measure instead what it costs to watch DL4J's training of the network, with its own"
              + " listener and with ours.")
  private boolean watchDl4j;

  @Option(
      names = "--plain",
      description =
          "Measure instead what a program started by java -cp alone does in the time of the same"
              + " program with the options and the environment of this one.")
  private boolean plain;

  @Option(names = "--json", description = "Print one JSON object instead of the table.")
  private boolean json;

  @Override
  public Integer call() {
    Seed.set(1);
    Integer fixed = steps;
    TurnLength turn = fixed == null ? new TurnLength.Seconds(seconds) : new TurnLength.Steps(fixed);
    int size = batchSize == null ? model.data().usualBatchSize() : batchSize;
    Workload workload = new Workload(model, size, stats);
    Race race = new Race(rounds, turn);
    if (watchDl4j) {
      new WatchRun(workload, race).run(System.out);
      return 0;
    }
    if (plain) {
      new PlainRun(workload, race).run(System.out);
      return 0;
    }
    BenchRun run = new BenchRun(workload, race, epoch, ImmutableList.copyOf(batchSizes));
    BenchResult result = run.run(Machine.describe(), this::startPeers);
    if (json) {
      System.out.println(BenchJson.of(result));
    } else {
      new BenchTable(System.out).print(result);
    }
    return 0;
  }

  private List<Contender> startPeers(Workload workload) {
    Device device = Device.current();
    if (alone || device.kind() != Device.Kind.CPU) { // the other libraries run on the CPU
      return List.of();
    }
    PeerSettings settings =
        new PeerSettings(python, ImmutableMap.copyOf(pythonEnvironment), device.threads());
    List<Contender> started = new ArrayList<>();
    for (Peer peer : peers) {
      try {
        started.add(peer.start(workload, settings));
      } catch (IllegalStateException e) {
        System.err.println("miniai: without " + peer + ": " + e.getMessage());
      }
    }
    return started;
  }
}

package ai.miniai.bench;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.random.Seed;
import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
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
  /** Enough for a single layer, and all of them take a few minutes. */
  private static final double SECONDS_FOR_A_LAYER = 0.3;

  @Option(
      names = "--model",
      description = "The network, or the layers one by one: ${COMPLETION-CANDIDATES}.")
  private Subject model = Subject.CNN;

  @Option(
      names = "--layers",
      split = ",",
      paramLabel = "LAYER",
      showDefaultValue = Visibility.NEVER,
      description = "Only these layers of --model layers: ${COMPLETION-CANDIDATES}.")
  private List<LayerCase> layers = List.of();

  @Option(names = "--stats", description = "Measure with statistics of activations too.")
  private boolean stats;

  @Mixin private PeerOptions peers = new PeerOptions();

  @Option(
      names = "--batch-size",
      description = "Images in a step (1024 if not given), or rows of the table (32).")
  private @Nullable Integer batchSize;

  @Option(names = "--rounds", description = "Turns of each that count.")
  private int rounds = 7;

  @Option(
      names = "--seconds",
      description =
          "Length of a turn, about (1 if not given; " + SECONDS_FOR_A_LAYER + " a layer).")
  private @Nullable Double seconds;

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

  @Option(
      names = "--live",
      description =
          "Measure instead what a step costs more while a browser without a screen shows it.")
  private boolean live;

  @Option(names = "--browser", description = "The browser of --live, a Chromium.")
  private Path browser = Path.of("/usr/bin/chromium");

  @Option(names = "--json", description = "Print one JSON object instead of the table.")
  private boolean json;

  @Override
  public Integer call() {
    Seed.set(1);
    model.network().ifPresentOrElse(this::measure, this::measureLayers);
    return 0;
  }

  private void measure(Network network) {
    checkArgument(layers.isEmpty(), "--layers chooses among the layers of --model layers");
    int size = batchSize == null ? network.data().usualBatchSize() : batchSize;
    Workload workload = new Workload(network, size, stats);
    Race race = race(1);
    if (watchDl4j) {
      new WatchRun(workload, race).run(System.out);
    } else if (live) {
      new LiveRun(workload, race, browser, LiveRun.WARM_UP).run(System.out);
    } else if (plain) {
      new PlainRun(workload, race).run(System.out);
    } else {
      compare(new BenchRun(workload, race, epoch, ImmutableList.copyOf(batchSizes)));
    }
  }

  private void compare(BenchRun run) {
    BenchResult result =
        run.run(
            Machine.describe(),
            workload -> peers.start((peer, settings) -> peer.start(workload, settings)));
    if (json) {
      System.out.println(BenchJson.of(result));
    } else {
      new BenchTable(System.out).print(result);
    }
  }

  private void measureLayers() {
    checkArgument(
        !stats
            && !epoch
            && !watchDl4j
            && !plain
            && !live
            && batchSize == null
            && batchSizes.isEmpty(),
        "--model layers has inputs of fixed sizes and no epochs: of the options about what is"
            + " measured it takes --layers only");
    ImmutableList<LayerCase> chosen =
        ImmutableList.copyOf(layers.isEmpty() ? List.of(LayerCase.values()) : layers);
    LayersRun run = new LayersRun(chosen, race(SECONDS_FOR_A_LAYER));
    String machine = Machine.describe();
    if (json) {
      System.out.println(
          LayersJson.of(run.run(machine, () -> peers.start(Peer::startLayers), row -> {})));
      return;
    }
    LayersTable table = new LayersTable(System.out);
    table.begin(machine, rounds);
    table.end(run.run(machine, () -> peers.start(Peer::startLayers), table::print));
  }

  private Race race(double usualSeconds) {
    Integer fixed = steps;
    Double given = seconds;
    return new Race(
        rounds,
        fixed == null
            ? new TurnLength.Seconds(given == null ? usualSeconds : given)
            : new TurnLength.Steps(fixed));
  }
}

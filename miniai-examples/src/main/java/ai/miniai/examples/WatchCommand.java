package ai.miniai.examples;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.Callback;
import ai.miniai.device.Device;
import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.Doctor;
import ai.miniai.examples.faults.FaultOptimizer;
import ai.miniai.examples.faults.KerasLoss;
import ai.miniai.examples.stored.StoredNetwork;
import ai.miniai.examples.stored.StoredRun;
import ai.miniai.live.Report;
import ai.miniai.random.Seed;
import ai.miniai.recording.RecordingJson;
import ai.miniai.recording.RunRecord;
import ai.miniai.treatment.TreatmentResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a network from a file, and examines the training for problems. */
@Command(
    name = "watch",
    aliases = "keras",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Train a network that DL4J or Keras has stored, and say what goes wrong.",
    footer = {
      "",
      "Data are CSV files without a header: the inputs, then one target for each output of the"
          + " network, or the index of the class. Or .npy, with the targets in another file"
          + " (--labels). Or .npz with the arrays x_train, y_train, and perhaps x_test, y_test.",
      "docs/dl4j.md has examples."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:nothing sick", "1:something cannot be read", "3:the training is sick"})
final class WatchCommand implements Callable<Integer> {
  private static final int SICK = 3;

  @Parameters(
      paramLabel = "FILE",
      description =
          "What DL4J's ModelSerializer has written (.zip), or a model that Keras has saved, in HDF5"
              + " (.h5).")
  private Path model = Path.of("model.zip");

  @Option(
      names = {"--data", "--train"},
      paramLabel = "FILE",
      required = true,
      description = "To train on.")
  private Path train = Path.of("train.csv");

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "The targets, if they are in a file of their own.")
  private @Nullable Path labels;

  @Option(
      names = "--valid",
      paramLabel = "FILE",
      description = "To validate on; without it, what an .npz has for that, or nothing.")
  private @Nullable Path valid;

  @Option(
      names = "--valid-labels",
      paramLabel = "FILE",
      description = "The targets of --valid, if they are in a file of their own.")
  private @Nullable Path validLabels;

  @Option(
      names = "--loss",
      description =
          "Of what the network returns, if it ends in no output layer: ${COMPLETION-CANDIDATES}.")
  private @Nullable KerasLoss loss;

  @Option(
      names = "--optimizer",
      description =
          "${COMPLETION-CANDIDATES}; without it, the updater in DL4J's file, or sgd for Keras's.")
  private FaultOptimizer.@Nullable Name optimizer;

  @Option(
      names = "--lr",
      description = "Learning rate; without it, that in DL4J's file, or 0.01 for sgd, else 0.001.")
  private @Nullable Double lr;

  @Option(names = "--momentum", description = "Of sgd and rmsprop.")
  private @Nullable Double momentum;

  @Option(names = "--batch-size", description = "Rows in a batch.")
  private int batchSize = 32;

  @Option(names = "--epochs", description = "Passes through the training data.")
  private int epochs = 1;

  @Option(
      names = "--through",
      description =
          "What trains: miniai's learner, or DL4J's fit with a listener, which validates nothing:"
              + " ${COMPLETION-CANDIDATES}.")
  private Way through = Way.MINIAI;

  @Option(
      names = "--fix",
      description =
          "If it goes wrong, train again with the doctor's remedies, through miniai, and say which"
              + " ones help. Nothing is written.")
  private boolean fix;

  @Option(names = "--seed", description = "Seed of the order of the rows.")
  private long seed = 1;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where pictures, report and recording go; without it, out/watch. A name that ends in"
              + " .json: only the recording, there.")
  private Path out = Path.of("out", "watch");

  @Mixin private final LiveOption live = new LiveOption();

  /** What trains. */
  enum Way {
    MINIAI,
    DL4J;

    @Override
    public String toString() {
      return Kebab.of(this);
    }
  }

  @Override
  public Integer call() throws IOException {
    checkArgument(epochs > 0, "expected 1 epoch or more, got %s", epochs);
    System.out.println(Device.current());
    Seed.set(seed);
    StoredNetwork network = StoredNetwork.read(model);
    var files = new StoredRun.DataFiles(train, labels, valid, validLabels);
    var run = new StoredRun(network, loss, optimizer(network), files, batchSize);
    System.out.println(network + "; " + run.sizes());
    if (fix || through == Way.MINIAI) {
      run.leftOut(optimizer == null).forEach(what -> System.out.println("Left out: " + what));
    }
    if (fix) {
      TreatmentResult result = run.heal(epochs);
      System.out.println(result);
      return result.isHealthy() ? 0 : SICK;
    }
    RunRecord record = train(run);
    System.out.println(course(record.losses().training()));
    Diagnosis diagnosis = new Doctor().examine(record);
    System.out.println(diagnosis);
    write(record);
    live.stay(System.out);
    return diagnosis.isSick() ? SICK : 0;
  }

  private RunRecord train(StoredRun run) {
    List<Callback> watchers = live.callbacks("" + model.getFileName(), System.out);
    if (through == Way.MINIAI) {
      return run.throughMiniai(epochs, watchers);
    }
    checkArgument(watchers.isEmpty(), "--live shows what the learner trains: use --through miniai");
    return run.throughDl4j(epochs);
  }

  private void write(RunRecord record) throws IOException {
    if (out.toString().endsWith(".json")) {
      RecordingJson.write(record, out);
      return;
    }
    String title = "" + model.getFileName();
    Path stats = out.resolve(RunFiles.STATS);
    Path page = out.resolve(ReportCommand.FILE);
    RecordingJson.write(record, stats);
    new Report().run(title, record).write(page);
    System.out.println("Written: " + stats + ", " + page);
    TrainPictures.draw(record, title, out).forEach(file -> System.out.println("  " + file));
  }

  /** Without options, that of a network with an output layer; or Keras's defaults. */
  private FaultOptimizer optimizer(StoredNetwork network) {
    if (optimizer == null && network.hasLoss()) {
      FaultOptimizer own = network.optimizer();
      return new FaultOptimizer(
          own.name(),
          lr != null ? lr : own.lr(),
          momentum != null ? momentum : own.momentum(),
          own.nesterov(),
          own.rho(),
          own.eps(),
          own.betas());
    }
    FaultOptimizer.Name name = optimizer == null ? FaultOptimizer.Name.SGD : optimizer;
    double rate = lr != null ? lr : name == FaultOptimizer.Name.SGD ? 0.01 : 0.001;
    return FaultOptimizer.of(name, rate, momentum == null ? 0 : momentum);
  }

  private String course(List<Double> losses) {
    int batches = losses.size() / epochs;
    return String.format(
        Locale.ROOT,
        "mean loss: first epoch %.4g, last epoch %.4g",
        mean(losses.subList(0, batches)),
        mean(losses.subList(losses.size() - batches, losses.size())));
  }

  private static double mean(List<Double> losses) {
    return losses.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }
}

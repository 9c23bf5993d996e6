package ai.miniai.examples;

import ai.miniai.device.Device;
import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.Doctor;
import ai.miniai.examples.faults.FaultOptimizer;
import ai.miniai.examples.faults.KerasLoss;
import ai.miniai.examples.keras.KerasFile;
import ai.miniai.examples.keras.KerasRun;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a network that Keras has saved, and examines the training for problems. */
@Command(
    name = "keras",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Train a network from a file of Keras's, and say what goes wrong.",
    footer = {
      "",
      "Settings and their defaults are those of Keras's compile and fit. The data are CSV files"
          + " without a header: the inputs, then one target for each output of the network, or the"
          + " index of the class."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:nothing sick", "1:something cannot be read", "3:the training is sick"})
final class KerasCommand implements Callable<Integer> {
  private static final int SICK = 3;

  @Parameters(paramLabel = "FILE", description = "A model that Keras has saved, in HDF5 (.h5).")
  private Path model = Path.of("model.h5");

  @Option(names = "--train", paramLabel = "CSV", required = true, description = "To train on.")
  private Path train = Path.of("train.csv");

  @Option(names = "--valid", paramLabel = "CSV", required = true, description = "To validate on.")
  private Path valid = Path.of("valid.csv");

  @Option(
      names = "--loss",
      required = true,
      description = "Of what the network returns: ${COMPLETION-CANDIDATES}.")
  private KerasLoss loss = KerasLoss.MSE;

  @Option(names = "--optimizer", description = "${COMPLETION-CANDIDATES}.")
  private FaultOptimizer.Name optimizer = FaultOptimizer.Name.SGD;

  @Option(names = "--lr", description = "Learning rate; without it, 0.01 for sgd, else 0.001.")
  private @Nullable Double lr;

  @Option(names = "--momentum", description = "Of sgd and rmsprop.")
  private double momentum;

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
              + " ones help.")
  private boolean fix;

  @Option(names = "--seed", description = "Seed of the order of the rows.")
  private long seed = 1;

  @Option(names = "--out", paramLabel = "JSON", description = "Where to write what was recorded.")
  private @Nullable Path out;

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
    System.out.println(Device.current());
    Seed.set(seed);
    var run = new KerasRun(KerasFile.read(model), loss, settings(), train, valid, batchSize);
    if (fix) {
      TreatmentResult result = run.heal(epochs);
      System.out.println(result);
      return result.isHealthy() ? 0 : SICK;
    }
    RunRecord record = through == Way.MINIAI ? run.throughMiniai(epochs) : run.throughDl4j(epochs);
    if (out != null) {
      RecordingJson.write(record, out);
    }
    System.out.println(course(record.losses().training()));
    Diagnosis diagnosis = new Doctor().examine(record);
    System.out.println(diagnosis);
    return diagnosis.isSick() ? SICK : 0;
  }

  private FaultOptimizer settings() {
    double rate = lr != null ? lr : optimizer == FaultOptimizer.Name.SGD ? 0.01 : 0.001;
    return new FaultOptimizer(optimizer, rate, momentum, false, null, null);
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

package ai.miniai.examples.stored;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.Callback;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.dl4j.AutogradLoss;
import ai.miniai.dl4j.Dl4jData;
import ai.miniai.dl4j.Dl4jModule;
import ai.miniai.dl4j.StatsTrainingListener;
import ai.miniai.doctor.DoctorCB;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.examples.faults.FaultOptimizer;
import ai.miniai.examples.faults.KerasLoss;
import ai.miniai.examples.stored.StoredRows.Form;
import ai.miniai.learner.Learner;
import ai.miniai.learner.TrainLearner;
import ai.miniai.recording.RunRecord;
import ai.miniai.treatment.Prescription;
import ai.miniai.treatment.Treatment;
import ai.miniai.treatment.TreatmentResult;
import com.google.common.collect.ObjectArrays;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.Activation;

/** A training of a stored network: with the loss and the optimizer of its file, or with others. */
public final class StoredRun {
  private static final String LOSS = "loss";

  /** The rows in a validation batch: small training batches would make it slow. */
  private static final int VALID_BATCH = 250;

  private final ComputationGraph network;
  private final @Nullable KerasLoss loss;
  private final FaultOptimizer optimizer;
  private final TrainingSettings settings;
  private final Dataset train;
  private final Optional<Dataset> valid;
  private final int batchSize;
  private final DataLoaders dls;
  private final int classes;

  /**
   * The files of a run. Data are in a CSV file without a header, of which each row has the inputs,
   * then the targets: one number for each output, or the index of a class. Or they are in an {@code
   * .npy}, and the targets in another one; or in an {@code .npz} with the arrays x_train, y_train
   * and perhaps x_test, y_test, or x and y.
   *
   * @param train training data
   * @param labels the targets, if they have a file of their own
   * @param valid validation data
   * @param validLabels their targets, if they have a file of their own
   */
  public record DataFiles(
      Path train, @Nullable Path labels, @Nullable Path valid, @Nullable Path validLabels) {}

  /**
   * A training that has not begun.
   *
   * @param loss null for that of the network's output layer
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if the network does not take or return what is in a file, or
   *     if there is no loss or one too many
   */
  public StoredRun(
      StoredNetwork stored,
      @Nullable KerasLoss loss,
      FaultOptimizer optimizer,
      DataFiles files,
      int batchSize)
      throws IOException {
    checkArgument(
        loss != null || stored.hasLoss(),
        "%s ends in no output layer, so it has no loss: name a --loss of what it returns",
        stored);
    checkArgument(
        loss == null || !stored.hasLoss(),
        "%s ends in an output layer, which has its own loss: leave out --loss",
        stored);
    checkArgument(batchSize > 0, "expected batches of 1 row or more, got %s", batchSize);
    this.network = stored.graph();
    this.loss = loss;
    this.optimizer = optimizer;
    this.settings = TrainingSettings.of(network);
    this.batchSize = batchSize;
    var rows =
        new StoredRows(
            stored, loss == KerasLoss.SPARSE_CATEGORICAL_CROSSENTROPY ? Form.INDEX : Form.ONE_HOT);
    WatchData data = WatchData.train(files.train(), files.labels(), stored);
    train = rows.of(data);
    classes = rows.classes(data);
    valid =
        WatchData.valid(files.valid(), files.validLabels(), files.train(), stored).map(rows::of);
    dls = loaders(batchSize);
  }

  /** The number of training and validation items, in words. */
  public String sizes() {
    return train.size()
        + " items to train on, "
        + valid.map(Dataset::size).map(String::valueOf).orElse("none")
        + " to validate on";
  }

  /**
   * What the network's file says about its training and the learner does not do, in words.
   *
   * @param ownUpdater whether it trains with the updater of the file
   */
  public List<String> leftOut(boolean ownUpdater) {
    return settings.leftOut(ownUpdater && loss == null);
  }

  private DataLoaders loaders(int rows) {
    DataLoader shuffled = DataLoader.of(train, rows).shuffle(true);
    return valid
        .map(items -> new DataLoaders(shuffled, DataLoader.of(items, VALID_BATCH)))
        .orElseGet(() -> DataLoaders.trainOnly(shuffled));
  }

  private Learner learner(ComputationGraph trained, int rows, Callback... callbacks) {
    Dl4jModule module = Dl4jModule.of(trained);
    return new TrainLearner(
            module,
            rows == batchSize ? dls : loaders(rows),
            loss == null ? module.lossFunction() : loss,
            optimizer.lr(),
            callbacks)
        .optimizer((parameters, lr) -> optimizer.create(settings.groups(parameters, lr)));
  }

  /**
   * Trains with a learner, and validates after each epoch.
   *
   * @param more callbacks that only watch
   */
  public RunRecord throughMiniai(int epochs, List<Callback> more) {
    var doctor = new DoctorCB().onDiagnosis(diagnosis -> {});
    learner(network, batchSize, ObjectArrays.concat(doctor, more.toArray(new Callback[0])))
        .fit(epochs);
    return doctor.record();
  }

  /** Trains with a learner, and again with the doctor's remedies if that goes wrong. */
  public TreatmentResult heal(int epochs) {
    return new Treatment(this::learner, epochs)
        .leavingToBuilder(Action.CHANGE_ACTIVATION, Action.INITIALISE, Action.LARGER_BATCH)
        .heal();
  }

  private Learner learner(Prescription changes) {
    return learner(
        ChangedNetwork.of(network, changes), changes.times(Action.LARGER_BATCH) * batchSize);
  }

  /**
   * Trains with DL4J, which needs an output layer: if there is none, a {@code LossLayer} is added
   * that returns what it gets. Nothing is validated.
   *
   * @throws IllegalArgumentException if DL4J has no such optimizer
   */
  public RunRecord throughDl4j(int epochs) {
    var builder =
        new TransferLearning.GraphBuilder(network)
            .fineTuneConfiguration(
                new FineTuneConfiguration.Builder().updater(Updaters.of(optimizer)).build());
    if (loss != null) {
      builder
          .addLayer(
              LOSS,
              new LossLayer.Builder(new AutogradLoss(ofRows(loss)))
                  .activation(Activation.IDENTITY)
                  .build(),
              network.getConfiguration().getNetworkOutputs().get(0))
          .setOutputs(LOSS);
    }
    ComputationGraph trained = builder.build();
    var stats = new StatsTrainingListener();
    trained.addListeners(stats);
    trained.fit(Dl4jData.iterator(dls.train(), classes), epochs);
    return stats.record();
  }

  /** DL4J gets labels as rows of zeros with a single 1. */
  private static KerasLoss ofRows(KerasLoss loss) {
    return loss == KerasLoss.SPARSE_CATEGORICAL_CROSSENTROPY
        ? KerasLoss.CATEGORICAL_CROSSENTROPY
        : loss;
  }
}

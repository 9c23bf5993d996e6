package ai.miniai.examples.keras;

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
import ai.miniai.learner.Learner;
import ai.miniai.learner.TrainLearner;
import ai.miniai.recording.RunRecord;
import ai.miniai.treatment.Prescription;
import ai.miniai.treatment.Treatment;
import ai.miniai.treatment.TreatmentResult;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.nd4j.linalg.activations.Activation;

/** A training of a network from Keras, with what {@code model.compile} and {@code fit} had. */
public final class KerasRun {
  private static final String LOSS = "loss";

  /** The rows in a validation batch: small training batches would make it slow. */
  private static final int VALID_BATCH = 250;

  private final ComputationGraph network;
  private final KerasLoss loss;
  private final FaultOptimizer optimizer;
  private final Dataset train;
  private final Dataset valid;
  private final int batchSize;
  private final DataLoaders dls;
  private final int outputs;

  /**
   * A training that has not begun.
   *
   * @param train a CSV file without a header; each row has the inputs, then the targets: one number
   *     for each output, or the index of a class for a sparse loss
   * @param valid the same for validation
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if the network does not take and return rows of numbers, or a
   *     file has others
   */
  public KerasRun(
      ComputationGraph network,
      KerasLoss loss,
      FaultOptimizer optimizer,
      Path train,
      Path valid,
      int batchSize)
      throws IOException {
    this.network = network;
    this.loss = loss;
    this.optimizer = optimizer;
    this.batchSize = batchSize;
    KerasRows rows = KerasRows.of(network, loss == KerasLoss.SPARSE_CATEGORICAL_CROSSENTROPY);
    outputs = rows.outputs();
    this.train = rows.read(train);
    this.valid = rows.read(valid);
    dls = loaders(batchSize);
  }

  private DataLoaders loaders(int rows) {
    return new DataLoaders(
        DataLoader.of(train, rows).shuffle(true), DataLoader.of(valid, VALID_BATCH));
  }

  /** Trains with a learner, and validates after each epoch. */
  public RunRecord throughMiniai(int epochs) {
    var doctor = new DoctorCB().onDiagnosis(diagnosis -> {});
    new TrainLearner(Dl4jModule.of(network), dls, loss, optimizer.lr(), doctor)
        .optimizer(optimizer::create)
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
    int rows = changes.times(Action.LARGER_BATCH) * batchSize;
    return new TrainLearner(
            Dl4jModule.of(ChangedNetwork.of(network, changes)), loaders(rows), loss, optimizer.lr())
        .optimizer(optimizer::create);
  }

  /**
   * Trains with DL4J, which needs an output layer: a {@code LossLayer} is added that returns what
   * it gets. Nothing is validated.
   *
   * @throws IllegalArgumentException if DL4J has no such optimizer
   */
  public RunRecord throughDl4j(int epochs) {
    String output = network.getConfiguration().getNetworkOutputs().get(0);
    ComputationGraph trained =
        new TransferLearning.GraphBuilder(network)
            .fineTuneConfiguration(
                new FineTuneConfiguration.Builder().updater(Updaters.of(optimizer)).build())
            .addLayer(
                LOSS,
                new LossLayer.Builder(new AutogradLoss(ofRows()))
                    .activation(Activation.IDENTITY)
                    .build(),
                output)
            .setOutputs(LOSS)
            .build();
    var stats = new StatsTrainingListener();
    trained.addListeners(stats);
    trained.fit(Dl4jData.iterator(dls.train(), outputs), epochs);
    return stats.record();
  }

  /** DL4J gets labels as rows of zeros with a single 1. */
  private KerasLoss ofRows() {
    return loss == KerasLoss.SPARSE_CATEGORICAL_CROSSENTROPY
        ? KerasLoss.CATEGORICAL_CROSSENTROPY
        : loss;
  }
}

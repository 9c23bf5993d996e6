package ai.miniai.examples;

import static java.util.Objects.requireNonNull;

import ai.miniai.callback.Callback;
import ai.miniai.callback.progress.CsvLoggerCB;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.progress.ProgressCB;
import ai.miniai.callback.tracker.CheckpointCB;
import ai.miniai.callback.training.DeviceCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.doctor.DoctorCB;
import ai.miniai.io.Safetensors;
import ai.miniai.learner.Learner;
import ai.miniai.learner.Predictions;
import ai.miniai.live.Report;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Module;
import ai.miniai.recording.RecordingJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Trains one recipe, and writes the results of the epochs as CSV, the weights, what was recorded
 * and pictures of it to a folder.
 */
final class TrainRun {
  /** The file with the results of the epochs. */
  static final String EPOCHS = "epochs.csv";

  private static final String ACCURACY = "accuracy";

  private final Path folder;
  private final int epochs;
  private final Module model;
  private final MetricsCB metrics = new MetricsCB(ACCURACY, new MulticlassAccuracy());
  private final DoctorCB doctor = new DoctorCB().onDiagnosis(said -> {});
  private final Learner learner;

  /**
   * The initial weights, and everything else, are drawn from the default random number generator.
   *
   * @param more callbacks that only watch
   */
  TrainRun(
      Recipe recipe,
      DataLoaders dls,
      int epochs,
      CheckpointCB checkpoints,
      List<Callback> more,
      Path folder) {
    this.folder = folder;
    this.epochs = epochs;
    model = recipe.network.create(dls);
    learner =
        recipe.optimizer.learner(
            model,
            dls,
            recipe.lr,
            Stream.concat(
                    Stream.of(
                        metrics,
                        new DeviceCB(),
                        new ProgressCB(),
                        new CsvLoggerCB(folder.resolve(EPOCHS)),
                        recipe.schedule.callback(recipe.lr, epochs, dls.train().size()),
                        checkpoints,
                        doctor),
                    more.stream())
                .toArray(Callback[]::new));
  }

  /**
   * Trains to the end, or until the thread is interrupted.
   *
   * @return the reason if it ended early; then only checkpoints are written
   */
  Optional<String> fit() {
    learner.fit(epochs);
    if (learner.cancelReason().isEmpty()) {
      Safetensors.of(model.stateDict()).write(folder.resolve(TrainSettings.MODEL));
    }
    return learner.cancelReason();
  }

  /** Writes what was recorded, for the doctor and to look at, and returns the files. */
  List<Path> writeRecord(String title) throws IOException {
    Path stats = folder.resolve(RunFiles.STATS);
    Path page = folder.resolve(ReportCommand.FILE);
    RecordingJson.write(doctor.record(), stats);
    new Report().run(title, doctor.record(), metrics.rows()).write(page);
    List<Path> pictures = TrainPictures.draw(doctor.record(), title, folder);
    return Stream.concat(Stream.of(stats, page), pictures.stream()).toList();
  }

  /** The accuracy on the validation images after the last epoch. */
  double accuracy() {
    List<MetricsCB.Row> rows = metrics.rows();
    return requireNonNull(rows.get(rows.size() - 1).values().get(ACCURACY));
  }

  /** The accuracy with the predictions averaged over an image and its mirror image. */
  double accuracyOfBothSides() {
    Predictions both = learner.tta();
    var accuracy = new MulticlassAccuracy();
    accuracy.reset();
    accuracy.update(both.preds(), both.targets());
    return accuracy.compute();
  }
}

package ai.miniai.examples;

import ai.miniai.callback.Callback;
import ai.miniai.doctor.DoctorCB;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import ai.miniai.tracking.MlflowCB;
import ai.miniai.tracking.TensorBoardCB;
import ai.miniai.viz.Figure;
import ai.miniai.viz.Plots;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The command line options that report a training elsewhere. */
final class TrackingOptions {
  @Option(
      names = "--tensorboard",
      paramLabel = "DIR",
      description = "Write the training to this folder too, for TensorBoard.")
  private @Nullable Path tensorBoard;

  @Option(
      names = "--mlflow",
      paramLabel = "URI",
      description = "Report the training to this MLflow server too: http://localhost:5000, say.")
  private @Nullable URI mlflow;

  /**
   * The callbacks of a run: the trackers, and a silent doctor, whose findings and recordings they
   * report. None without these options.
   *
   * @param command what trains; the experiment is named after it
   * @param title the name of the run
   * @param part the folder of this run in that of TensorBoard; empty if it is the only one
   * @param parameters hyperparameters that the learner does not know
   * @param out the folder of the training, where is kept what MLflow does not get
   */
  List<Callback> callbacks(
      String command, String title, String part, Map<String, Object> parameters, Path out) {
    var doctor = new DoctorCB().onDiagnosis(diagnosis -> {});
    ImmutableList.Builder<Callback> callbacks = ImmutableList.builder();
    if (tensorBoard != null) {
      var tracker = new TensorBoardCB(tensorBoard.resolve(part));
      parameters.forEach(tracker::parameter);
      pictures(doctor).forEach(tracker::picture);
      callbacks.add(tracker);
    }
    if (mlflow != null) {
      var tracker =
          new MlflowCB(mlflow, "miniai " + command)
              .runName(title)
              .unsent(out.resolve("mlflow-unsent"));
      parameters.forEach(tracker::parameter);
      pictures(doctor).forEach(tracker::picture);
      callbacks.add(tracker);
    }
    List<Callback> trackers = callbacks.build();
    return trackers.isEmpty()
        ? trackers
        : ImmutableList.<Callback>builder().add(doctor).addAll(trackers).build();
  }

  private static Map<String, Supplier<Figure>> pictures(DoctorCB doctor) {
    return ImmutableMap.of(
        "loss",
        () -> Plots.lossCurve(doctor.record().losses()),
        "colour dimension",
        () -> Plots.colorDim(activations(doctor)),
        "dead units",
        () -> Plots.deadUnits(activations(doctor)));
  }

  private static Recording activations(DoctorCB doctor) {
    return doctor.record().recording(Quantity.ACTIVATIONS).orElseThrow();
  }
}

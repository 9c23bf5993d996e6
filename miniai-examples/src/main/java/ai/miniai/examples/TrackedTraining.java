package ai.miniai.examples;

import ai.miniai.callback.progress.CsvLoggerCB;
import ai.miniai.callback.progress.CsvStepsCB;
import ai.miniai.callback.progress.JsonLinesCB;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.doctor.DoctorCB;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Conv2d;
import ai.miniai.random.Seed;
import ai.miniai.tracking.MlflowCB;
import ai.miniai.tracking.TensorBoardCB;
import ai.miniai.viz.Plots;
import java.net.URI;
import java.nio.file.Path;

/** A training in TensorBoard, in MLflow, and in files of lines. */
final class TrackedTraining {
  private TrackedTraining() {}

  /** {@code args}: the address of an MLflow server. */
  public static void main(String[] args) {
    FashionMnist images = FashionMnist.load();
    DataLoaders dls = DataLoaders.of(images.train(), images.valid(), 1024);
    run(dls, 3, Path.of("out", "tracked"), URI.create(args[0]));
  }

  /** Trains, and returns the accuracy in the last validation. */
  static double run(DataLoaders dls, int epochs, Path folder, URI server) {
    Seed.set(1);
    var metrics = new MetricsCB("accuracy", new MulticlassAccuracy());
    var learn = new TrainLearner(ModelName.CNN.create(), dls, Losses::crossEntropy, 0.2, metrics);
    var stats = new ActivationStats(Conv2d.class);
    var board =
        new TensorBoardCB(folder.resolve("runs/first"))
            .parameter("batch_size", 1024)
            .picture("colour dimension", () -> Plots.colorDim(stats));
    var mlflow =
        new MlflowCB(server, "clothes")
            .runName("first try")
            .parameter("batch_size", 1024)
            .tag("data", "fashion-mnist")
            .picture("colour dimension", () -> Plots.colorDim(stats))
            .unsent(folder.resolve("mlflow-unsent"));
    var steps =
        new CsvStepsCB(folder.resolve("steps.csv"))
            .number("decay", l -> l.opt().groups().get(0).weightDecay());
    var passes = new CsvLoggerCB(folder.resolve("epochs.csv"));
    var lines = new JsonLinesCB(folder.resolve("log.jsonl"));
    learn.fit(epochs, new DoctorCB(), stats, board, mlflow, steps, passes, lines);
    return metrics.last("accuracy");
  }
}

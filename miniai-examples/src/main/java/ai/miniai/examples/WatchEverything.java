package ai.miniai.examples;

import ai.miniai.callback.During;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.progress.ProgressCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.histogram.Bins;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.hooks.GradientStats;
import ai.miniai.hooks.ParameterStats;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.ReLU;
import ai.miniai.random.Seed;
import ai.miniai.recording.RecordingJson;
import ai.miniai.recording.RunRecord;
import ai.miniai.recording.RunRecorderCB;
import ai.miniai.recording.WatchingCost;
import ai.miniai.viz.Plots;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Records everything that can be recorded in a fit: activations in both modes, gradients, and
 * parameters.
 */
public final class WatchEverything {
  private WatchEverything() {}

  /** Trains for one epoch, and writes the plots and {@code run.json} to {@code folder}. */
  static RunRecord run(DataLoaders dls, Path folder) throws IOException {
    Seed.set(1);
    var model = ModelName.CNN.create();
    var activations = new ActivationStats(ReLU.class::isInstance, Bins.DEFAULT, During.BOTH);
    var gradients = new GradientStats(Conv2d.class);
    var parameters = new ParameterStats();
    var recorder = new RunRecorderCB(activations, gradients, parameters);
    new TrainLearner(model, dls, Losses::crossEntropy, 0.6)
        .fit(
            1,
            new MetricsCB("accuracy", new MulticlassAccuracy()),
            new ProgressCB(),
            activations,
            gradients,
            parameters,
            recorder);

    var run = recorder.record();
    Plots.deadUnits(activations.recording()).save(folder.resolve("dead-units.png"));
    Plots.modes(activations.recording()).save(folder.resolve("modes.png"));
    Plots.colorDim(gradients.recording()).save(folder.resolve("gradients.png"));
    Plots.updateRatios(run).save(folder.resolve("update-ratios.png"));
    Plots.watchingCost(run).save(folder.resolve("cost.png"));
    RecordingJson.write(run, folder.resolve("run.json"));
    return run;
  }

  public static void main(String... arguments) throws IOException {
    var data = FashionMnist.load();
    var run =
        run(DataLoaders.of(data.train(), data.valid(), 1024), Path.of("out", "watch-everything"));
    run.firstNonFinite().ifPresent(trouble -> System.out.println("not finite: " + trouble));
    System.out.println(WatchingCost.of(run));
  }
}

package ai.miniai.examples;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.progress.ProgressCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Conv2d;
import ai.miniai.random.Seed;
import ai.miniai.viz.Plots;
import java.io.IOException;
import java.nio.file.Path;

/** Lesson 16, final version: one line records everything, and one line each draws a plot. */
public final class Lesson16Stats {
  private Lesson16Stats() {}

  /** Trains for one epoch, and saves the plots in {@code folder}. */
  static ActivationStats run(DataLoaders dls, Path folder) throws IOException {
    Seed.set(1);
    var model = ModelName.CNN.create();
    var stats = new ActivationStats(Conv2d.class); // the one line
    var metrics = new MetricsCB("accuracy", new MulticlassAccuracy());
    var progress = new ProgressCB();
    new TrainLearner(model, dls, Losses::crossEntropy, 0.6, metrics, progress, stats).fit(1);

    Plots.colorDim(stats).save(folder.resolve("color-dim.png"));
    Plots.deadChart(stats).save(folder.resolve("dead-chart.png"));
    Plots.plotStats(stats).save(folder.resolve("stats.png"));
    Plots.lossCurve(progress.history()).save(folder.resolve("loss.png"));
    return stats;
  }

  public static void main(String... arguments) throws IOException {
    var data = FashionMnist.load();
    run(DataLoaders.of(data.train(), data.valid(), 1024), Path.of("out", "lesson16"));
  }
}

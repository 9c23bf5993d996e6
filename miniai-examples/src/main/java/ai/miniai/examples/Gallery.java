package ai.miniai.examples;

import ai.miniai.callback.During;
import ai.miniai.callback.progress.ProgressCB;
import ai.miniai.callback.schedule.BatchSchedCB;
import ai.miniai.callback.schedule.LRFinderCB;
import ai.miniai.callback.schedule.RecorderCB;
import ai.miniai.callback.training.DeviceCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.histogram.Bins;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.hooks.ParameterStats;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Initialization;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.optim.schedule.OneCycle;
import ai.miniai.random.Seed;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RunRecord;
import ai.miniai.recording.RunRecorderCB;
import ai.miniai.viz.Figure;
import ai.miniai.viz.HistogramRange;
import ai.miniai.viz.Plots;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Trains the lesson's network twice, in bad and in good health, and draws every plot of both runs:
 * the pictures of docs/gallery.md.
 */
public final class Gallery {
  private static final int WIDTH = 450;

  private final RunRecord sick;
  private final RunRecord healthy;
  private final Path folder;

  private Gallery(RunRecord sick, RunRecord healthy, Path folder) {
    this.sick = sick;
    this.healthy = healthy;
    this.folder = folder;
  }

  /**
   * Trains for so many epochs, and writes the pictures to {@code folder}.
   *
   * @param few less data, for a large network
   */
  static void draw(DataLoaders dls, DataLoaders few, int epochs, Path folder) {
    Seed.set(1);
    RunRecord sick = watched(ModelName.CNN.create(), dls, 0.6, epochs);
    Seed.set(1);
    Module network = ModelName.CNN.create();
    Initialization.kaimingNormal(network);
    RunRecord healthy = watched(network, dls, 0.1, epochs);
    var gallery = new Gallery(sick, healthy, folder);
    gallery.pair("overview", 760, Plots::overview);
    gallery.pair("color-dim", 400, run -> Plots.colorDim(convolutions(run)));
    gallery.pair("color-dim-own", 400, run -> Plots.colorDim(relus(run), HistogramRange.OWN));
    gallery.pair("dead-chart", 400, run -> Plots.deadChart(convolutions(run)));
    gallery.pair("stats", 460, run -> Plots.plotStats(activations(run).only("Conv2d")));
    gallery.pair("dead-units", 400, run -> Plots.deadUnits(relus(run)));
    gallery.pair("modes", 400, run -> Plots.modes(convolutions(run)));
    gallery.pair("update-ratios", 330, run -> Plots.updateRatios(weights(run)));
    gallery.pair("loss", 300, Plots::lossCurve);
    Plots.watchingCost(healthy).size(680, 560).save(folder.resolve("gallery-cost.png"));
    schedule(dls, folder);
    residual(few, folder);
  }

  private void pair(String name, int height, Function<RunRecord, Figure> plot) {
    Plots.beside(
            plot.apply(sick).size(WIDTH, height).title("sick"),
            plot.apply(healthy).size(WIDTH, height).title("healthy"))
        .save(folder.resolve("gallery-" + name + ".png"));
  }

  private static Recording activations(RunRecord run) {
    return run.recording(Quantity.ACTIVATIONS).orElseThrow();
  }

  /** Two layers suffice to see what a plot is about. */
  private static Recording convolutions(RunRecord run) {
    return activations(run).only("1.0", "4");
  }

  private static Recording relus(RunRecord run) {
    return activations(run).only("1.1", "3.1");
  }

  /** Without biases. */
  private static RunRecord weights(RunRecord run) {
    return RunRecord.of(
        Stream.of(Quantity.PARAMETERS, Quantity.UPDATES)
            .map(quantity -> run.recording(quantity).orElseThrow().only("*.weight"))
            .toList());
  }

  private static RunRecord watched(Module network, DataLoaders dls, double lr, int epochs) {
    var activations =
        new ActivationStats(
            module -> module instanceof Conv2d || module instanceof ReLU,
            Bins.DEFAULT,
            During.BOTH);
    var parameters = new ParameterStats();
    var run = new RunRecorderCB(activations, parameters);
    new TrainLearner(network, dls, Losses::crossEntropy, lr)
        .fit(epochs, new DeviceCB(), new ProgressCB(), activations, parameters, run);
    return run.record();
  }

  /** What there is one of: a search for a rate, and a schedule. */
  private static void schedule(DataLoaders dls, Path folder) {
    Seed.set(1);
    var learn = new TrainLearner(ModelName.BN_CNN.create(), dls, Losses::crossEntropy, 0.1);
    Plots.lrFinderPlot(LRFinderCB.lrFind(learn, 1.2, 3, 1e-4, 10))
        .size(WIDTH + 230, 330)
        .save(folder.resolve("gallery-lr-finder.png"));
    var recorder = new RecorderCB().lr().momentum().loss();
    learn.fit(1, new BatchSchedCB(new OneCycle(0.1, dls.train().size())), recorder);
    Plots.recorderPlot(recorder).size(800, 260).save(folder.resolve("gallery-schedule.png"));
  }

  /** Many layers. */
  private static void residual(DataLoaders dls, Path folder) {
    Seed.set(1);
    var activations = new ActivationStats(module -> module.children().isEmpty());
    new TrainLearner(ModelName.RESNET.create(), dls, Losses::crossEntropy, 0.06)
        .fit(1, new DeviceCB(), new ProgressCB(), activations);
    Plots.overview(activations.recording()).save(folder.resolve("gallery-many-layers.png"));
  }

  public static void main(String... arguments) {
    var data = FashionMnist.load();
    draw(
        DataLoaders.of(data.train(), data.valid(), 1024),
        DataLoaders.of(data.train().subset(0, 4096), data.valid().subset(0, 512), 128),
        3,
        Path.of("out", "gallery"));
  }
}

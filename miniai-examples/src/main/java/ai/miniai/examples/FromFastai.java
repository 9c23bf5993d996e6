package ai.miniai.examples;

import static ai.miniai.nn.model.Layers.conv;
import static ai.miniai.nn.model.Layers.getModel;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelFitException;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.progress.ProgressCB;
import ai.miniai.callback.schedule.BatchSchedCB;
import ai.miniai.callback.schedule.LRFinderCB;
import ai.miniai.callback.schedule.RecorderCB;
import ai.miniai.callback.training.FirstBatchCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.hooks.AppendStats;
import ai.miniai.hooks.Hooks;
import ai.miniai.init.Lsuv;
import ai.miniai.learner.MomentumLearner;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.GeneralRelu;
import ai.miniai.nn.Initialization;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.norm.BatchNorm2d;
import ai.miniai.optim.AdamW;
import ai.miniai.optim.schedule.OneCycle;
import ai.miniai.random.Seed;
import ai.miniai.summary.Summary;
import ai.miniai.viz.Plots;
import java.nio.file.Path;

/** The course's notebooks in a few lines each: the program of docs/from-fastai.md. */
public final class FromFastai {
  private FromFastai() {}

  /** Ends a fit whose loss is as low as one wants. */
  static final class StopBelow extends Callback {
    private final double enough;

    StopBelow(double enough) {
      this.enough = enough;
    }

    @Override
    public void afterBatch() {
      if (training() && learn().loss().item() < enough) {
        throw new CancelFitException("the loss is below " + enough);
      }
    }
  }

  /** Runs all of it, and draws into {@code out}. */
  static void run(DataLoaders dls, Path out) {
    Seed.set(1);
    var model =
        new Sequential(conv(1, 8, 5), conv(8, 16), new Flatten(), new Linear(16 * 7 * 7, 10));
    var metrics = new MetricsCB("accuracy", new MulticlassAccuracy());
    var learn = new TrainLearner(model, dls, Losses::crossEntropy, 0.6, metrics, new ProgressCB());
    learn.fit(1);

    try (var hooks = new Hooks(model, new AppendStats())) {
      learn.fit(1);
      Plots.plotStats(hooks).save(out.resolve("stats.png"));
    }

    var stats = new ActivationStats(Conv2d.class);
    learn.fit(1, stats);
    Plots.colorDim(stats).save(out.resolve("color-dim.png"));
    Plots.deadChart(stats).save(out.resolve("dead-chart.png"));

    Plots.lrFinderPlot(LRFinderCB.lrFind(learn)).save(out.resolve("lr-finder.png"));

    new MomentumLearner(model, dls, Losses::crossEntropy, 0.1).fit(1, new StopBelow(0.5));

    var unit = getModel(() -> new GeneralRelu(0.1, 0.4), null, 1, 8, 16, 32, 64);
    Lsuv.lsuvInit(unit, FirstBatchCB.of(learn, true, batch -> batch.x().detach()));

    var better = getModel(() -> new GeneralRelu(0.1, 0.4), BatchNorm2d::new, 1, 8, 16, 32, 64);
    Initialization.initWeights(better, 0.1);
    var schedule = new BatchSchedCB(new OneCycle(0.06, 2 * dls.train().size()));
    var recorder = new RecorderCB().lr().loss();
    var second = new TrainLearner(better, dls, Losses::crossEntropy, 0.06).optimizer(AdamW::new);
    System.out.println(Summary.of(second));
    second.fit(2, metrics, schedule, recorder);
    Plots.recorderPlot(recorder).save(out.resolve("schedule.png"));
    System.out.println(second.tta().preds().argmax(1));
  }

  public static void main(String... arguments) {
    var data = FashionMnist.load();
    run(DataLoaders.of(data.train(), data.valid(), 1024), Path.of("out", "from-fastai"));
  }
}

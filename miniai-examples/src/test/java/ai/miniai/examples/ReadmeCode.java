package ai.miniai.examples;

import static ai.miniai.nn.model.Layers.bareConv;
import static ai.miniai.nn.model.Layers.conv;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelFitException;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.progress.ProgressCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.hooks.GradientStats;
import ai.miniai.hooks.ParameterStats;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.Module;
import ai.miniai.nn.Sequential;
import ai.miniai.random.Seed;
import ai.miniai.recording.RecordingJson;
import ai.miniai.recording.RunRecorderCB;
import ai.miniai.tensor.Tensor;
import ai.miniai.viz.Plots;
import java.io.IOException;
import java.nio.file.Path;

/** The Java code of README.md. */
final class ReadmeCode {
  private ReadmeCode() {}

  static final class Residual extends Module {
    private final Module body;

    Residual(Module body) {
      this.body = child("body", body);
    }

    @Override
    protected Tensor forward(Tensor x) {
      return body.call(x).plus(x);
    }
  }

  static final class StopWhenDead extends Callback {
    private final ActivationStats stats;

    StopWhenDead(ActivationStats stats) {
      this.stats = stats;
    }

    @Override
    public boolean inTryOut() {
      return false;
    }

    @Override
    public void afterBatch() {
      if (training() && stats.layers().get(0).last().nearZero(1) > 0.95) {
        throw new CancelFitException("the first layer is dead");
      }
    }
  }

  /** Trains a few times on all images. */
  static RunRecorderCB run() throws IOException {
    Seed.set(1);
    var data = FashionMnist.load();
    var dls = DataLoaders.of(data.train(), data.valid(), 1024);
    var model =
        new Sequential(
            conv(1, 8, 5),
            conv(8, 16),
            conv(16, 32),
            conv(32, 64),
            bareConv(64, 10),
            new Flatten());
    var stats = new ActivationStats(Conv2d.class); // the one line
    var learn =
        new TrainLearner(
            model,
            dls,
            Losses::crossEntropy,
            0.6,
            new MetricsCB("accuracy", new MulticlassAccuracy()),
            new ProgressCB(),
            stats);
    learn.fit(1);
    Plots.colorDim(stats).save(Path.of("out/color-dim.png"));

    var gradients = new GradientStats(Conv2d.class);
    var parameters = new ParameterStats();
    var run = new RunRecorderCB(stats, gradients, parameters);
    learn.fit(1, gradients, parameters, run);
    Plots.updateRatios(parameters).save(Path.of("out/updates.png"));
    System.out.println(run.record().firstNonFinite());
    RecordingJson.write(run.record(), Path.of("out/run.json"));
    return run;
  }
}

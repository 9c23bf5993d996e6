import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.doctor.DoctorCB;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.Linear;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.viz.Plots;
import java.nio.file.Path;

/** Trains a network on Fashion-MNIST, and draws what happens in it. */
final class Quickstart {
  public static void main(String... arguments) {
    var data = FashionMnist.load();
    var dls = DataLoaders.of(data.train(), data.valid(), 1024);
    var model = new Sequential(new Flatten(), new Linear(784, 50), new ReLU(), new Linear(50, 10));
    var stats = new ActivationStats(Linear.class);
    var learn = new TrainLearner(model, dls, Losses::crossEntropy, 0.2);
    learn.fit(1, new MetricsCB("accuracy", new MulticlassAccuracy()), stats, new DoctorCB());
    Plots.colorDim(stats).save(Path.of("target", "color-dim.png"));
  }
}

package ai.miniai.examples;

import static ai.miniai.nn.model.Layers.getModel;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.progress.ProgressCB;
import ai.miniai.callback.schedule.BatchSchedCB;
import ai.miniai.callback.schedule.LRFinderCB;
import ai.miniai.callback.schedule.RecorderCB;
import ai.miniai.callback.tracker.CheckpointCB;
import ai.miniai.callback.tracker.Monitor;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.data.transform.Normalize;
import ai.miniai.data.transform.RandomCrop;
import ai.miniai.data.transform.RandomHorizontalFlip;
import ai.miniai.io.Safetensors;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.norm.BatchNorm2d;
import ai.miniai.optim.AdamW;
import ai.miniai.optim.schedule.OneCycle;
import ai.miniai.random.Seed;
import ai.miniai.summary.Summary;
import ai.miniai.viz.Plots;
import java.nio.file.Path;

/** From a data set to a trained model, with resuming: the program of docs/training.md. */
public final class TrainingTour {
  private TrainingTour() {}

  /** Trains, writes all files to {@code folder}, and returns the accuracy of the best weights. */
  static double run(Dataset train, Dataset valid, int epochs, Path folder) {
    Seed.set(1);
    var normalize = new Normalize(0.286, 0.353); // mean and deviation of the training images
    var dls =
        new DataLoaders(
            DataLoader.of(train, 256)
                .shuffle(true)
                .transform(new RandomCrop(28, 1), new RandomHorizontalFlip(), normalize),
            DataLoader.of(valid, 512).transform(normalize));

    var model = getModel(ReLU::new, BatchNorm2d::new, 1, 16, 32, 64, 128);
    var metrics = new MetricsCB("accuracy", new MulticlassAccuracy());
    var learn =
        new TrainLearner(model, dls, Losses::crossEntropy, 0.01, metrics, new ProgressCB())
            .optimizer(AdamW::new);
    Plots.showImageBatch(learn, FashionMnist.CLASSES, 9).save(folder.resolve("batch.png"));
    System.out.println(Summary.of(learn));

    Plots.lrFinderPlot(LRFinderCB.lrFind(learn)).save(folder.resolve("lr.png"));

    var schedule = new BatchSchedCB(new OneCycle(0.01, epochs * dls.train().size()));
    var recorder = new RecorderCB().lr().momentum().loss();
    var saver = new CheckpointCB(folder).every(50).best(Monitor.max("accuracy")).resume();
    learn.fit(epochs, schedule, recorder, saver);
    Plots.recorderPlot(recorder).save(folder.resolve("schedule.png"));

    model.loadStateDict(Safetensors.read(folder.resolve(CheckpointCB.BEST)).tensors());
    var predictions = learn.tta();
    var accuracy = new MulticlassAccuracy();
    accuracy.update(predictions.preds(), predictions.targets());
    return accuracy.compute();
  }

  public static void main(String... arguments) {
    var data = FashionMnist.load();
    System.out.println(run(data.train(), data.valid(), 3, Path.of("out", "tour")));
  }
}

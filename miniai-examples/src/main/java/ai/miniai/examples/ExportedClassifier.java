package ai.miniai.examples;

import static ai.miniai.nn.model.Layers.getModel;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.norm.BatchNorm2d;
import ai.miniai.onnx.Onnx;
import ai.miniai.optim.Adam;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Trains the lesson's network, and writes it to a file that other programs run: docs/onnx.md. */
public final class ExportedClassifier {
  private ExportedClassifier() {}

  static Module trained(DataLoaders dls, int epochs) {
    Seed.set(1);
    Module model = getModel(ReLU::new, BatchNorm2d::new);
    var metrics = new MetricsCB("accuracy", new MulticlassAccuracy());
    new TrainLearner(model, dls, Losses::crossEntropy, 0.003, metrics)
        .optimizer(Adam::new)
        .fit(epochs);
    return model;
  }

  static void export(Module model, Path file) {
    Tensor images = Tensor.rand(1, 1, 28, 28);
    Onnx.of(model, images).name("fashion").license("Apache-2.0").inputs("images").export(file);
  }

  public static void main(String... arguments) throws IOException {
    var data = FashionMnist.load();
    Module model = trained(DataLoaders.of(data.train(), data.valid(), 128), 1);
    Path file = Files.createDirectories(Path.of("out")).resolve("fashion.onnx");
    export(model, file);
    System.out.println("The network is in " + file + ".");
  }
}
